/** The options and results of the package's functions. */
import type { OperationSummary } from "../autogenerate/diff/script.js";
import type { ConflictReport } from "../autogenerate/conflicts/find.js";
import type { MergeProof } from "../autogenerate/conflicts/prove-merge.js";
import type { Proof } from "../autogenerate/proof/types.js";
import type { RenamableKind } from "../compare/renames/rename.js";
import type { Config } from "../config/types.js";
import type { GivenConnection } from "../database/connection.js";
import type { RevisionInfo } from "../revisions/revision.js";
import type { StepPosition, StepReport } from "../runtime/run.js";

export interface ProjectOptions {
  /** The configuration or the path of its file. Default: the file that the command line finds. */
  readonly config?: Config | string;
  /** The base of relative paths. Default: the working directory of the process. */
  readonly cwd?: string;
  /**
   * The URL of the database. Default: `database` of a configuration object, else the environment
   * variable `DATABASE_URL`, else `database` of a configuration file.
   */
  readonly databaseUrl?: string;
  /**
   * Your own connection, instead of a URL. It must be connected and not inside a transaction. It
   * stays open, and its settings are restored.
   */
  readonly connection?: GivenConnection;
  /** Receives notes, warnings, and the server's `NOTICE`s. */
  readonly onNotice?: (text: string) => void;
  /** Cancels the command, and the statement that the server is running for it. */
  readonly signal?: AbortSignal;
}

/** Options of functions that run migrations. */
export interface ArgumentOptions extends ProjectOptions {
  /** The value of `op.args` in migrations. */
  readonly args?: Readonly<Record<string, string>>;
}

export interface ScriptInput extends ArgumentOptions {
  /** The value of `op.tag` in migrations. */
  readonly tag?: string;
}

/** Options of functions that change a database by running migrations. */
export interface MigrationOptions extends ScriptInput {
  /** How long to wait for another run to end, in milliseconds. Default: 60,000. */
  readonly lockTimeoutMs?: number;
  /** Called before and after each migration. */
  readonly onStepStart?: (step: RevisionInfo, position: StepPosition) => void;
  readonly onStep?: (report: StepReport, position: StepPosition) => void;
}

export interface UpgradeOptions extends MigrationOptions {
  /** The revision to upgrade to, or several. Default: `"head"`. */
  readonly target?: string | readonly string[];
  /** Returns what would run, and changes nothing. */
  readonly dryRun?: boolean;
}

export interface DowngradeOptions extends MigrationOptions {
  /** The revision to return to, which stays applied: an identifier, `-1` or `base`. */
  readonly target: string;
  /** Returns what would run, and changes nothing. */
  readonly dryRun?: boolean;
}

export interface StampOptions extends ProjectOptions {
  readonly targets: readonly string[];
  /** Deletes all rows first, including those of revisions that have no file. */
  readonly purge?: boolean;
}

export interface RangeOptions extends ScriptInput {
  /** `START:END`, or for an upgrade also `END` alone; `current:END` asks the database. */
  readonly range: string;
}

export interface StampScriptOptions extends ProjectOptions {
  /** One `START:END` per branch. All have the same start. */
  readonly ranges: readonly string[];
  readonly purge?: boolean;
}

export interface CurrentState {
  /** The rows of the version table. */
  readonly heads: readonly string[];
  /** The newest applied revisions, including those that are applied through `dependsOn`. */
  readonly revisions: readonly RevisionInfo[];
  /** Whether the database is at every head: there is nothing to upgrade. */
  readonly atHead: boolean;
}

export interface HeadsOptions extends ProjectOptions {
  /** Omits heads that other revisions name in `dependsOn`. */
  readonly resolveDependencies?: boolean;
}

export interface HistoryOptions extends ProjectOptions {
  /** `A:B`, `A:` or `:B`, including both ends; `current` asks the database. Default: all. */
  readonly range?: string;
  /** Asks the database which revisions are its current ones and sets `isCurrent`. */
  readonly indicateCurrent?: boolean;
}

export interface HistoryEntry extends RevisionInfo {
  readonly isCurrent?: boolean;
}

export interface ShowOptions extends ProjectOptions {
  /** An identifier or its beginning, a branch label, `head`, `heads` or `current`. */
  readonly revision: string;
}

export interface HeaderOptions extends ProjectOptions {
  /** What the migration does. It becomes the file's first comment and part of its name. */
  readonly message?: string;
  readonly branchLabels?: readonly string[];
  /** The identifier. Default: a random one. */
  readonly revId?: string;
  /** Allows parents that are not heads. */
  readonly splice?: boolean;
  /** The migrations folder to write to, if there are several. Default: the first. */
  readonly versionPath?: string;
}

export interface RevisionOptions extends HeaderOptions {
  /** Writes a migration without operations, and reads neither the models nor the database. */
  readonly empty?: boolean;
  /** The parent of the new revision. Default: the head. */
  readonly head?: string;
  /** Revisions of other branches that must be applied first. */
  readonly dependsOn?: readonly string[];
  /** Confirmed renames: `"table:old=new"`, `"column:table.old=new"`. */
  readonly renames?: readonly string[];
  /**
   * Called for each object that may have been renamed; tables come before columns, and each answer
   * affects later questions. Returns the `rename` of a candidate, or `"new"`. Without this function,
   * only `renames` are renames, and `onNotice` hears about likely ones.
   */
  readonly chooseRename?: ChooseRename;
  /** Compares the models with the result of all migrations instead of the database. */
  readonly replay?: boolean;
  /** Whether to prove the migration before it is written. Default: `prove` of the configuration. */
  readonly prove?: boolean;
}

/** Asks whether an object that the models add is one that they no longer have, renamed. */
export interface RenameQuestion {
  readonly kind: RenamableKind;
  /** The object that the models add: `public.people.family_name`. */
  readonly added: string;
  /** The objects that it may have been, at least one. The most likely comes first. */
  readonly candidates: readonly RenameCandidate[];
}

export interface RenameCandidate {
  /** The answer that chooses this candidate: `column:people.last_name=family_name`. */
  readonly rename: string;
  /** Whether it looks like a rename and no other candidate comes close. */
  readonly isSure: boolean;
  /** Set if the column also changes its type. */
  readonly typeChange?: { readonly from: string; readonly to: string };
  /**
   * The rows of the table, or values of the column, that are lost if this is not a rename. Large
   * numbers are estimates. Absent if they cannot be counted.
   */
  readonly held?: { readonly count: number; readonly isExact: boolean };
}

/** Returns the `rename` of a candidate, or `"new"`. */
export type ChooseRename = (question: RenameQuestion) => string | Promise<string>;

export interface RevisionPath {
  readonly revision: string;
  /** Absolute. */
  readonly path: string;
}

/** A file that was written. */
export interface WrittenFile extends RevisionPath {
  readonly operations: readonly OperationSummary[];
}

/** A new revision. If it was split into several, its own fields are those of the first. */
export interface WrittenRevision extends WrittenFile {
  /** All files that were written. Each revision is the parent of the next. */
  readonly revisions: readonly WrittenFile[];
  /** Absent if the migration was not proven. */
  readonly proof?: ProofSummary;
}

export interface ProveOptions extends ArgumentOptions {
  /** `"head"`, an identifier, or the beginning of one. */
  readonly revision: string;
}

export interface ProvenRevision extends RevisionPath {
  readonly proof: ProofSummary;
}

/** The result of running a migration up, down and up again. */
export interface ProofSummary extends Pick<Proof, "proven" | "where" | "durationMs" | "reason"> {
  /** What went wrong in which direction, one sentence each. Empty if the migration is right. */
  readonly differences: readonly string[];
  /** Whether the migration fails on the existing rows. Absent if no operation depends on them. */
  readonly rows?: {
    /** Operations that fail on the existing rows. */
    readonly stops: readonly RowSummary[];
    /** Operations that may fail on the existing rows: this could not be determined. */
    readonly untried: readonly RowSummary[];
  };
}

export interface RowSummary {
  readonly direction: "upgrade" | "downgrade";
  readonly kind: string;
  readonly object: string;
  readonly message: string;
  /** Finds the rows in the current database. */
  readonly query: string | null;
}

export interface MergeOptions extends HeaderOptions, ArgumentOptions {
  /** The revisions to merge. Default: `["heads"]`. */
  readonly revisions?: readonly string[];
  /** Whether to first run the branches in both orders in scratch databases and compare them. */
  readonly prove?: boolean;
}

export interface MergedRevision extends WrittenFile, ConflictReport {
  /** Absent unless `prove` was given. */
  readonly proof?: MergeProof;
}

export interface RebaseOptions extends ArgumentOptions {
  /** The revision to move. Its descendants move with it. */
  readonly revision: string;
  /** The new parent, or `base` for none. */
  readonly onto: string;
}

export interface RebasedRevision extends RevisionPath, ConflictReport {
  readonly downRevision: readonly string[];
  readonly previousDownRevision: readonly string[];
}

export interface ConflictOptions extends ArgumentOptions {
  /** The revisions whose branches are compared. Default: `["heads"]`. */
  readonly revisions?: readonly string[];
}

export interface CheckOptions extends ProjectOptions {
  /** Compares the models with the result of all migrations instead of the database. */
  readonly replay?: boolean;
}

export interface CheckResult {
  readonly upToDate: boolean;
  /** The operations that would make the database match. */
  readonly operations: readonly OperationSummary[];
}

export interface DiffOptions extends ProjectOptions {
  /** A database URL, `models`, or `revision:ID`. */
  readonly from: string;
  /** A database URL, `models`, or `revision:ID`. */
  readonly to: string;
  /** Returns the changes from `to` to `from`. */
  readonly reverse?: boolean;
}

export interface DiffResult {
  readonly operations: readonly OperationSummary[];
  /** The same changes as SQL for `psql`. Empty if nothing differs. */
  readonly script: string;
  /** Sentences about objects that are not compared. */
  readonly notes: readonly string[];
}
