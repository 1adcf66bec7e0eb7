/**
 * The commands as functions, for start-up scripts and test suites. Each reads the configuration,
 * uses the given connection (or opens and closes one), and returns what the command prints with
 * `--json`. They keep no state between calls, print nothing, and throw a `GenError` if the command
 * would fail.
 *
 * The code of a command is loaded when its function is first called, because configuration files
 * import this package too and must load fast.
 */
import type { InitOutcome } from "../config/init-project.js";
import type { TemplateInfo } from "../render/template.js";
import { revisionInfo } from "../revisions/revision.js";
import { type Outcome, Project, type ProjectEvent } from "./project.js";
import type { MigrationOptions, ProjectOptions, ProveOptions, ProvenRevision } from "./types.js";

/**
 * Creates the configuration, the migrations folder and its template. Never changes existing files.
 * @param options.directory the project's directory; default: the working directory
 * @example const { written } = await init({ directory: "./service" });
 */
export async function init(options: { readonly directory?: string } = {}): Promise<InitOutcome> {
  return (await import("./set-up.js")).init(options.directory);
}

/**
 * Lists the migration templates that come with the package.
 * @example const [{ path }] = await listTemplates();
 */
export async function listTemplates(): Promise<readonly TemplateInfo[]> {
  return (await import("../render/template.js")).shippedTemplates();
}

/**
 * Applies the migrations up to a revision, by default `head`, each in its own transaction.
 * @throws GenError if a migration fails: it is rolled back, and the error names the file, line and
 *   statement
 * @example
 * // When a service starts:
 * await upgrade({ config: "gen.config.ts", onStep: ({ revision }) => log(revision) });
 * @example
 * // In a test, on an embedded database:
 * const database = new PGlite();
 * await upgrade({ config: { schema: "./schema/*.ts" }, connection: database });
 */
export const upgrade = command(async () => (await import("./run.js")).upgrade);

/**
 * Undoes the migrations above a revision, newest first. The revision itself stays applied.
 * @example await downgrade({ target: "-1", connection: client });
 */
export const downgrade = command(async () => (await import("./run.js")).downgrade);

/**
 * Records revisions as applied without running their migrations.
 * @example
 * // After the schema was created in another way:
 * await stamp({ targets: ["head"] });
 */
export const stamp = command(async () => (await import("./run.js")).stamp);

/**
 * Creates the version table if it is missing.
 * @example await ensureVersion({ databaseUrl });
 */
export const ensureVersion = command(async () => (await import("./run.js")).ensureVersion);

/**
 * Returns what `upgrade` would do as a script for `psql`. Needs no database.
 * @param options.range `END` starts at an empty database; `START:END` starts at a revision;
 *   `current:END` asks the database
 * @example const { script } = await upgradeScript({ range: "head" });
 */
export const upgradeScript = command(async () => (await import("./run.js")).upgradeScript);

/**
 * Returns what `downgrade` would do as a script for `psql`.
 * @param options.range `START:END`; `current:END` and `-1` ask the database
 * @example const { script } = await downgradeScript({ range: "head:base" });
 */
export const downgradeScript = command(async () => (await import("./run.js")).downgradeScript);

/**
 * Returns what `stamp` would do as a script for `psql`.
 * @example const { script } = await stampScript({ ranges: ["a1:head"] });
 */
export const stampScript = command(async () => (await import("./run.js")).stampScript);

/**
 * Returns what `ensureVersion` would do as a script for `psql`.
 * @example const { script } = await ensureVersionScript();
 */
export const ensureVersionScript = command(
  async () => (await import("./run.js")).ensureVersionScript,
);

/**
 * Returns the current revisions of the database. Changes nothing.
 * @example
 * // A health check:
 * const { atHead } = await current({ connection: client });
 */
export const current = command(async () => (await import("./revisions.js")).current);

/**
 * Returns the heads: the revisions without a child. Needs no database.
 * @example const [head, ...others] = await heads();
 */
export const heads = command(async () => (await import("./revisions.js")).heads);

/**
 * Returns the revisions, newest first.
 * @example const pending = await history({ range: "current:head" });
 */
export const history = command(async () => (await import("./revisions.js")).history);

/**
 * Returns the revisions that an identifier names; none for `base`.
 * @example const [revision] = await show({ revision: "3f2a" });
 */
export const show = command(async () => (await import("./revisions.js")).show);

/**
 * Returns the branch points: the revisions with several children.
 * @example const forks = await branches();
 */
export const branches = command(async () => (await import("./revisions.js")).branches);

/**
 * Writes a migration that makes the database match the models. Returns `null` if they already match.
 * @throws GenError `proof_failed` if the migration was written but does not do what it should
 * @example const written = await revision({ message: "Add manufacturer" });
 * @example
 * // Accept renames that are certain:
 * await revision({
 *   message: "Rename colour",
 *   chooseRename: ({ candidates: [first] }) => (first?.isSure ? first.rename : "new"),
 * });
 */
export const revision = command(async () => (await import("./revision.js")).revision);

/**
 * Proves an existing migration: replays the migrations below it in a scratch database, then runs it
 * up, down and up again there. Changes neither the file nor the database.
 * @example
 * // In a test, so that every edit of the newest migration is proven:
 * expect((await prove({ revision: "head" })).proof.differences).toEqual([]);
 */
export function prove(options: ProveOptions): Promise<ProvenRevision> {
  return inProject(options, async (project) => {
    // A wrong migration is a result of this function, not an error.
    const { result } = await (await import("./revision.js")).prove(project, options);
    return { result };
  });
}

/**
 * Writes a revision that merges several heads. Returns `null` if there are fewer than two.
 * @example await merge({ message: "Merge both teams" });
 */
export const merge = command(async () => (await import("./join.js")).merge);

/**
 * Finds objects that several branches change in incompatible ways. Reads the migrations and needs no
 * database.
 * @example
 * // In a test, so that conflicting migrations are noticed before a merge:
 * expect((await conflicts()).conflicts).toEqual([]);
 */
export const conflicts = command(async () => (await import("./join.js")).conflicts);

/**
 * Moves a revision onto another parent by editing its file. Use it only for a revision that is not
 * shared yet.
 * @throws GenError `revision_applied` if the database has the revision, `revision_cycle` if the new
 *   parent descends from it
 * @example await rebase({ revision: "def456", onto: "abc123" });
 */
export const rebase = command(async () => (await import("./join.js")).rebase);

/**
 * Compares the database with the models. With `replay`, compares the result of all migrations.
 * @example
 * const { upToDate, operations } = await check({ connection: client });
 */
export const check = command(async () => (await import("./differences.js")).check);

/**
 * Compares the database with the result of its applied migrations, which run in a scratch database
 * on the same server. The returned operations would undo the drift.
 * @example
 * const { upToDate } = await drift({ databaseUrl: process.env.DATABASE_URL });
 */
export const drift = command(async () => (await import("./differences.js")).drift);

/**
 * Compares two states: databases, the models, or the migrations up to a revision. Returns the
 * changes from one to the other and does not make them. Ignores `connection`.
 * @throws GenError `diff_side` if `from` or `to` is not a URL, `models` or `revision:ID`
 * @example
 * const { script } = await diff({ from: process.env.DATABASE_URL, to: "revision:head" });
 */
export const diff = command(async () => (await import("./differences.js")).diff);

/** Makes a function of the package from a command, whose module is loaded on the first call. */
function command<Result, Options extends MigrationOptions = ProjectOptions>(
  load: () => Promise<(project: Project, options: Options) => Promise<Outcome<Result>>>,
): (...given: {} extends Options ? [options?: Options] : [options: Options]) => Promise<Result> {
  return (...given) => {
    // The type allows a call without options only if none is required.
    const options = (given[0] ?? {}) as Options;
    return inProject(options, async (project) => (await load())(project, options));
  };
}

/** Runs a command, closes the connection that it opened, and throws if the command failed. */
async function inProject<T>(
  options: MigrationOptions,
  body: (project: Project) => Promise<Outcome<T>>,
): Promise<T> {
  const { stdin, stdout, stderr } = process;
  const project = new Project({
    cwd: process.cwd(),
    ...options,
    // Loading `.env` must not change the environment of the process.
    env: { ...process.env },
    isOnTerminal: stdin.isTTY && (stdout.isTTY || stderr.isTTY),
    tell: (event) => tell(event, options),
    path: (path) => path,
  });
  try {
    const { result, failure } = await body(project);
    if (failure !== undefined) throw failure;
    return result;
  } finally {
    await project.close();
  }
}

function tell(event: ProjectEvent, { onNotice, onStepStart, onStep }: MigrationOptions): void {
  switch (event.kind) {
    case "note":
    case "warning":
      return onNotice?.(event.text);
    case "serverNotice":
      return onNotice?.(`${event.severity}: ${event.message}`);
    case "stepStart":
      return onStepStart?.(revisionInfo(event.step.revision), event.position);
    case "step":
      return onStep?.(event.report, event.position);
    case "progress":
    case "conflicts":
  }
}
