/**
 * The commands as functions, for start-up scripts and test suites. Each reads the configuration,
 * does its work on the connection that it is given (or opens one and closes it), and returns what
 * the command prints with `--json`. They keep nothing between calls, print nothing, and throw a
 * `GenError` where the command would fail.
 *
 * What they need is loaded when the first of them is called: a configuration file imports this
 * package too, and must not wait for it.
 */
import type { InitOutcome } from "../config/init-project.js";
import type { TemplateInfo } from "../render/template.js";
import { revisionInfo } from "../revisions/revision.js";
import { type Outcome, Project, type ProjectEvent } from "./project.js";
import type { MigrationOptions, ProjectOptions, ProveOptions, ProvenRevision } from "./types.js";

/**
 * Writes a configuration, the migrations folder and its template, and leaves what is there.
 *
 * @param options.directory by default the working directory
 * @example const { written } = await init({ directory: "./service" });
 */
export async function init(options: { readonly directory?: string } = {}): Promise<InitOutcome> {
  return (await import("./set-up.js")).init(options.directory);
}

/**
 * The templates that come with the package.
 *
 * @example const [{ path }] = await listTemplates();
 */
export async function listTemplates(): Promise<readonly TemplateInfo[]> {
  return (await import("../render/template.js")).shippedTemplates();
}

/**
 * Applies what is missing up to a revision, each migration in a transaction of its own.
 *
 * @throws GenError as `gen upgrade` fails; a migration that failed has left nothing, and the error
 *   names file, line and statement
 *
 * @example
 * // When a service starts:
 * await upgrade({ config: "gen.config.ts", onStep: ({ revision }) => log(revision) });
 *
 * @example
 * // In a test, on an embedded database:
 * const database = new PGlite();
 * await upgrade({ config: { schema: "./schema/*.ts" }, connection: database });
 */
export const upgrade = command(async () => (await import("./run.js")).upgrade);

/**
 * Undoes what is applied above a revision, which remains.
 *
 * @example await downgrade({ target: "-1", connection: client });
 */
export const downgrade = command(async () => (await import("./run.js")).downgrade);

/**
 * Writes version rows and runs nothing.
 *
 * @example
 * // After a schema was made in another way:
 * await stamp({ targets: ["head"] });
 */
export const stamp = command(async () => (await import("./run.js")).stamp);

/**
 * Creates the version table if it is missing.
 *
 * @example await ensureVersion({ databaseUrl });
 */
export const ensureVersion = command(async () => (await import("./run.js")).ensureVersion);

/**
 * What `upgrade` would do, as a script for `psql`, without a database.
 *
 * @param options.range `END`, from an empty database; `START:END`; `current:END` asks the database
 * @example const { script } = await upgradeScript({ range: "head" });
 */
export const upgradeScript = command(async () => (await import("./run.js")).upgradeScript);

/**
 * What `downgrade` would do, as a script for `psql`.
 *
 * @param options.range `START:END`; `current:END` and `-1` ask the database
 * @example const { script } = await downgradeScript({ range: "head:base" });
 */
export const downgradeScript = command(async () => (await import("./run.js")).downgradeScript);

/**
 * What `stamp` would do, as a script for `psql`.
 *
 * @example const { script } = await stampScript({ ranges: ["a1:head"] });
 */
export const stampScript = command(async () => (await import("./run.js")).stampScript);

/**
 * What `ensureVersion` would do, as a script for `psql`.
 *
 * @example const { script } = await ensureVersionScript();
 */
export const ensureVersionScript = command(
  async () => (await import("./run.js")).ensureVersionScript,
);

/**
 * Where the database is. Creates nothing.
 *
 * @example
 * // A health check:
 * const { atHead } = await current({ connection: client });
 */
export const current = command(async () => (await import("./revisions.js")).current);

/**
 * The newest revisions. No database is opened.
 *
 * @example const [head, ...others] = await heads();
 */
export const heads = command(async () => (await import("./revisions.js")).heads);

/**
 * The revisions, newest first.
 *
 * @example const pending = await history({ range: "current:head" });
 */
export const history = command(async () => (await import("./revisions.js")).history);

/**
 * What an identifier names; nothing for `base`.
 *
 * @example const [revision] = await show({ revision: "3f2a" });
 */
export const show = command(async () => (await import("./revisions.js")).show);

/**
 * The revisions that several follow.
 *
 * @example const forks = await branches();
 */
export const branches = command(async () => (await import("./revisions.js")).branches);

/**
 * Writes a migration from what differs between models and database; `null` if nothing does.
 *
 * @example const written = await revision({ message: "Add manufacturer" });
 *
 * @example
 * // Takes for a rename what looks like nothing else:
 * await revision({
 *   message: "Rename colour",
 *   chooseRename: ({ candidates: [first] }) => (first?.isSure ? first.rename : "new"),
 * });
 */
export const revision = command(async () => (await import("./revision.js")).revision);

/**
 * Proves a migration that is there, as its file says it now: what is below it is replayed in a scratch
 * database, and there it is run up, down and up again. Changes neither the file nor the database.
 *
 * @example
 * // In a test, so that every edit of the newest migration is proven:
 * expect((await prove({ revision: "head" })).proof.differences).toEqual([]);
 */
export function prove(options: ProveOptions): Promise<ProvenRevision> {
  return inProject(options, async (project) => {
    // A migration that is wrong is this function's result, and no error.
    const { result } = await (await import("./revision.js")).prove(project, options);
    return { result };
  });
}

/**
 * Writes a revision that joins several; `null` if there are not several.
 *
 * @example await merge({ message: "Merge both teams" });
 */
export const merge = command(async () => (await import("./join.js")).merge);

/**
 * Whether branches touch the same objects, and where: their migrations are asked, no database is.
 *
 * @example
 * // In a test, so that conflicting migrations are noticed before a merge:
 * expect((await conflicts()).conflicts).toEqual([]);
 */
export const conflicts = command(async () => (await import("./join.js")).conflicts);

/**
 * Gives a revision another parent, in its file. For a migration that is not shared yet.
 *
 * @throws GenError `revision_applied` if it is applied in the database, `revision_cycle`
 * @example await rebase({ revision: "def456", onto: "abc123" });
 */
export const rebase = command(async () => (await import("./join.js")).rebase);

/**
 * Whether the database is as the models say; with `replay`, whether the migrations are.
 *
 * @example
 * const { upToDate, operations } = await check({ connection: client });
 */
export const check = command(async () => (await import("./differences.js")).check);

/**
 * Whether the database is what its migrations make of an empty one; the operations would take it
 * back there. Works in a scratch database beside it.
 *
 * @throws GenError as `gen check --drift` fails
 * @example
 * const { upToDate } = await drift({ databaseUrl: process.env.DATABASE_URL });
 */
export const drift = command(async () => (await import("./differences.js")).drift);

/**
 * What changes one state of a database into another. Neither is changed. A given `connection` is
 * not used: each side says itself where it is.
 *
 * @throws GenError `diff_side`, and as `gen diff` fails
 * @example
 * const { script } = await diff({ from: process.env.DATABASE_URL, to: "revision:head" });
 */
export const diff = command(async () => (await import("./differences.js")).diff);

/** A command as a function of the package. Its module is loaded when it is called. */
function command<Result, Options extends MigrationOptions = ProjectOptions>(
  load: () => Promise<(project: Project, options: Options) => Promise<Outcome<Result>>>,
): (...given: {} extends Options ? [options?: Options] : [options: Options]) => Promise<Result> {
  return (...given) => {
    // They can be left out only where none is required.
    const options = (given[0] ?? {}) as Options;
    return inProject(options, async (project) => (await load())(project, options));
  };
}

/** Runs a command, closes what it opened, and throws where the command line would fail. */
async function inProject<T>(
  options: MigrationOptions,
  body: (project: Project) => Promise<Outcome<T>>,
): Promise<T> {
  const { stdin, stdout, stderr } = process;
  const project = new Project({
    cwd: process.cwd(),
    ...options,
    // `.env` is read for this call alone: the environment of the process stays as it is.
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
