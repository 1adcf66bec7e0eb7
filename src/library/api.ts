/**
 * The commands as functions, for start-up scripts and test suites. Each reads the configuration,
 * does its work on the connection that it is given (or opens one and closes it), and returns what
 * the command prints with `--json`. They keep nothing between calls, print nothing, and throw a
 * `GenError` where the command would fail.
 *
 * What they need is loaded when the first of them is called: a configuration file imports this
 * package too, and must not wait for it.
 */
import type { RunResult } from "../runtime/run.js";
import type { ScriptResult } from "../runtime/script/script.js";
import type { RevisionInfo } from "../revisions/revision-info.js";
import type { ConflictReport } from "../autogenerate/conflicts/find.js";
import type { CheckOptions, CheckResult, DiffOptions, DiffResult } from "./differ.js";
import type { ConflictOptions, RebasedRevision, RebaseOptions } from "./join.js";
import type { CurrentState, HistoryEntry, HistoryOptions } from "./look.js";
import type { ProjectOptions } from "./project.js";
import type { ProveOptions, ProvenRevision } from "./prove.js";
import type { DowngradeOptions, ScriptInput, StampOptions, UpgradeOptions } from "./run.js";
import type { MergeOptions, RevisionOptions, WrittenRevision } from "./write.js";

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
export async function upgrade(options: UpgradeOptions = {}): Promise<RunResult> {
  return (await import("./run.js")).upgrade(options);
}

/**
 * Undoes what is applied above a revision, which remains.
 *
 * @example await downgrade({ target: "-1", connection: client });
 */
export async function downgrade(options: DowngradeOptions): Promise<RunResult> {
  return (await import("./run.js")).downgrade(options);
}

/**
 * Writes version rows and runs nothing.
 *
 * @example
 * // After a schema was made in another way:
 * await stamp({ targets: ["head"] });
 */
export async function stamp(options: StampOptions): Promise<{ readonly heads: readonly string[] }> {
  return (await import("./run.js")).stamp(options);
}

/**
 * Creates the version table if it is missing.
 *
 * @example await ensureVersion({ databaseUrl });
 */
export async function ensureVersion(options: ProjectOptions = {}): Promise<void> {
  return (await import("./run.js")).ensureVersion(options);
}

/**
 * What `upgrade` would do, as a script for `psql`, without a database.
 *
 * @param options.range `END`, from an empty database; `START:END`; `current:END` asks the database
 * @example const { script } = await upgradeScript({ range: "head" });
 */
export async function upgradeScript(
  options: ScriptInput & { readonly range: string },
): Promise<ScriptResult> {
  return (await import("./run.js")).upgradeScript(options);
}

/**
 * What `downgrade` would do, as a script for `psql`.
 *
 * @param options.range `START:END`; `current:END` and `-1` ask the database
 * @example const { script } = await downgradeScript({ range: "head:base" });
 */
export async function downgradeScript(
  options: ScriptInput & { readonly range: string },
): Promise<ScriptResult> {
  return (await import("./run.js")).downgradeScript(options);
}

/**
 * What `stamp` would do, as a script for `psql`.
 *
 * @example const { script } = await stampScript({ ranges: ["a1:head"] });
 */
export async function stampScript(
  options: ProjectOptions & { readonly ranges: readonly string[]; readonly purge?: boolean },
): Promise<Pick<ScriptResult, "heads" | "script">> {
  return (await import("./run.js")).stampScript(options);
}

/**
 * What `ensureVersion` would do, as a script for `psql`.
 *
 * @example const { script } = await ensureVersionScript();
 */
export async function ensureVersionScript(
  options: ProjectOptions = {},
): Promise<Pick<ScriptResult, "script">> {
  return (await import("./run.js")).ensureVersionScript(options);
}

/**
 * Where the database is. Creates nothing.
 *
 * @example
 * // A health check:
 * const { atHead } = await current({ connection: client });
 */
export async function current(options: ProjectOptions = {}): Promise<CurrentState> {
  return (await import("./look.js")).current(options);
}

/**
 * The newest revisions. No database is opened.
 *
 * @example const [head, ...others] = await heads();
 */
export async function heads(
  options: ProjectOptions & { readonly resolveDependencies?: boolean } = {},
): Promise<readonly RevisionInfo[]> {
  return (await import("./look.js")).heads(options);
}

/**
 * The revisions, newest first.
 *
 * @example const pending = await history({ range: "current:head" });
 */
export async function history(options: HistoryOptions = {}): Promise<readonly HistoryEntry[]> {
  return (await import("./look.js")).history(options);
}

/**
 * What an identifier names; nothing for `base`.
 *
 * @example const [revision] = await show({ revision: "3f2a" });
 */
export async function show(
  options: ProjectOptions & { readonly revision: string },
): Promise<readonly RevisionInfo[]> {
  return (await import("./look.js")).show(options);
}

/**
 * The revisions that several follow.
 *
 * @example const forks = await branches();
 */
export async function branches(options: ProjectOptions = {}): Promise<readonly RevisionInfo[]> {
  return (await import("./look.js")).branches(options);
}

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
export async function revision(options: RevisionOptions = {}): Promise<WrittenRevision | null> {
  return (await import("./write.js")).revision(options);
}

/**
 * Proves a migration that is there, as its file says it now: what is below it is replayed in a scratch
 * database, and there it is run up, down and up again. Changes neither the file nor the database.
 *
 * @example
 * // In a test, so that every edit of the newest migration is proven:
 * expect((await prove({ revision: "head" })).proof.differences).toEqual([]);
 */
export async function prove(options: ProveOptions): Promise<ProvenRevision> {
  return (await import("./prove.js")).prove(options);
}

/**
 * Writes a revision that joins several; `null` if there are not several.
 *
 * @example await merge({ message: "Merge both teams" });
 */
export async function merge(options: MergeOptions = {}): Promise<WrittenRevision | null> {
  return (await import("./write.js")).merge(options);
}

/**
 * Whether branches touch the same objects, and where: their migrations are asked, no database is.
 *
 * @example
 * // In a test, so that nobody merges in the dark:
 * expect((await conflicts()).conflicts).toEqual([]);
 */
export async function conflicts(options: ConflictOptions = {}): Promise<ConflictReport> {
  return (await import("./join.js")).conflicts(options);
}

/**
 * Gives a revision another parent, in its file. For a migration that nobody else has yet.
 *
 * @throws GenError `revision_applied` if it is applied in the database, `revision_cycle`
 * @example await rebase({ revision: "def456", onto: "abc123" });
 */
export async function rebase(options: RebaseOptions): Promise<RebasedRevision> {
  return (await import("./join.js")).rebase(options);
}

/**
 * Whether the database is as the models say; with `replay`, whether the migrations are.
 *
 * @example
 * const { upToDate, operations } = await check({ connection: client });
 */
export async function check(options: CheckOptions = {}): Promise<CheckResult> {
  return (await import("./differ.js")).check(options);
}

/**
 * Whether the database is what its migrations make of an empty one; the operations would take it
 * back there. Works in a scratch database beside it.
 *
 * @throws GenError as `gen check --drift` fails
 * @example
 * const { upToDate } = await drift({ databaseUrl: process.env.DATABASE_URL });
 */
export async function drift(options: ProjectOptions = {}): Promise<CheckResult> {
  return (await import("./differ.js")).drift(options);
}

/**
 * What changes one state of a database into another. Neither is changed. A given `connection` is
 * not used: each side says itself where it is.
 *
 * @throws GenError `diff_side`, and as `gen diff` fails
 * @example
 * const { script } = await diff({ from: process.env.DATABASE_URL, to: "revision:head" });
 */
export async function diff(options: DiffOptions): Promise<DiffResult> {
  return (await import("./differ.js")).diff(options);
}
