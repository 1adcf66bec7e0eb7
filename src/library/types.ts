/** What the functions of the package take, and what they return. */
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
  /**
   * The configuration: an object, or the path of a file. By default the file that the command
   * line would find from `cwd`.
   */
  readonly config?: Config | string;
  /** What relative paths are relative to; by default the working directory of the process. */
  readonly cwd?: string;
  /**
   * The database. By default that of a configuration object, then the environment's
   * `DATABASE_URL`, then that of a configuration file.
   */
  readonly databaseUrl?: string;
  /**
   * A connection of yours, instead of a URL: connected, and not inside a transaction. It stays
   * open, and as it was.
   */
  readonly connection?: GivenConnection;
  /** What a person should know and that is no error: `NOTICE`s of the server among it. */
  readonly onNotice?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** Of functions that run, or call, the migrations. */
export interface ArgumentOptions extends ProjectOptions {
  /** What migrations see as `op.args`. */
  readonly args?: Readonly<Record<string, string>>;
}

export interface ScriptInput extends ArgumentOptions {
  /** What migrations see as `op.tag`. */
  readonly tag?: string;
}

/** What migrations are given, and how a run is watched. */
export interface MigrationOptions extends ScriptInput {
  /** How long to wait for another run, in milliseconds; 60,000 by default. */
  readonly lockTimeoutMs?: number;
  readonly onStepStart?: (step: RevisionInfo, position: StepPosition) => void;
  readonly onStep?: (report: StepReport, position: StepPosition) => void;
}

export interface UpgradeOptions extends MigrationOptions {
  /** An identifier, or several; `head` by default. */
  readonly target?: string | readonly string[];
  /** Says what would run, and changes nothing. */
  readonly dryRun?: boolean;
}

export interface DowngradeOptions extends MigrationOptions {
  /** What remains: an identifier, `-1`, `base`. */
  readonly target: string;
  /** Says what would run, and changes nothing. */
  readonly dryRun?: boolean;
}

export interface StampOptions extends ProjectOptions {
  readonly targets: readonly string[];
  /** All rows are deleted first, those that no file defines too. */
  readonly purge?: boolean;
}

export interface RangeOptions extends ScriptInput {
  readonly range: string;
}

export interface StampScriptOptions extends ProjectOptions {
  readonly ranges: readonly string[];
  readonly purge?: boolean;
}

export interface CurrentState {
  /** The rows of the version table. */
  readonly heads: readonly string[];
  /** The tips of what is applied, those that the rows imply by `dependsOn` too. */
  readonly revisions: readonly RevisionInfo[];
  /** Whether nothing is left for `upgrade`. */
  readonly atHead: boolean;
}

export interface HeadsOptions extends ProjectOptions {
  /** Leaves out heads that other revisions depend on. */
  readonly resolveDependencies?: boolean;
}

export interface HistoryOptions extends ProjectOptions {
  /** `A:B`, `A:` or `:B`, both included; `current` asks the database. */
  readonly range?: string;
  /** Asks the database, and says of each revision whether it is there. */
  readonly indicateCurrent?: boolean;
}

export interface HistoryEntry extends RevisionInfo {
  readonly isCurrent?: boolean;
}

export interface ShowOptions extends ProjectOptions {
  readonly revision: string;
}

export interface HeaderOptions extends ProjectOptions {
  /** What the migration does, for its file and its name. */
  readonly message?: string;
  readonly branchLabels?: readonly string[];
  /** The identifier, instead of a random one. */
  readonly revId?: string;
  /** Allows parents that are no heads. */
  readonly splice?: boolean;
  /** The migrations folder to write to, of several. */
  readonly versionPath?: string;
}

export interface RevisionOptions extends HeaderOptions {
  /** A file with empty bodies: neither models nor database are looked at. */
  readonly empty?: boolean;
  /** The revision that it follows; by default the head. */
  readonly head?: string;
  readonly dependsOn?: readonly string[];
  /** Confirmed renames: `table:old=new`, `column:table.old=new`. */
  readonly renames?: readonly string[];
  /**
   * Asked about everything that may have been renamed, table before column, each question knowing
   * the answers before it. Returns the `rename` of a candidate, or `"new"`. Without it nothing but
   * `renames` is one, and likely renames are told to `onNotice`.
   */
  readonly chooseRename?: ChooseRename;
  /** Compares with what the migrations make of an empty database. */
  readonly replay?: boolean;
  /** Whether the migration is tried out before it is written; by default as configured. */
  readonly prove?: boolean;
}

/** Something that comes, and may be something that goes, renamed. */
export interface RenameQuestion {
  readonly kind: RenamableKind;
  /** What comes: `public.people.family_name`. */
  readonly added: string;
  /** What it may have been; the likeliest first, and at least one. */
  readonly candidates: readonly RenameCandidate[];
}

export interface RenameCandidate {
  /** The answer that takes it: `column:people.last_name=family_name`. */
  readonly rename: string;
  /** Whether it looks like a rename, and nothing else comes close. */
  readonly isSure: boolean;
  /** The rename of a column that changes its type as well. */
  readonly typeChange?: { readonly from: string; readonly to: string };
  /**
   * What is lost if it was none: rows of a table, values of a column. An estimate of the rows where
   * there are many; absent where they cannot be counted.
   */
  readonly held?: { readonly count: number; readonly isExact: boolean };
}

/** The `rename` of a candidate, or that what comes is new. */
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

/** The first file that was written, and all of them. */
export interface WrittenRevision extends WrittenFile {
  /** More than one where `processOperations` has split the operations; each follows the other. */
  readonly revisions: readonly WrittenFile[];
  /** Absent if the migration was not tried out. */
  readonly proof?: ProofSummary;
}

export interface ProveOptions extends ArgumentOptions {
  /** Which one: `"head"`, an identifier, or its beginning. */
  readonly revision: string;
}

export interface ProvenRevision extends RevisionPath {
  readonly proof: ProofSummary;
}

/** What running a migration has shown. */
export interface ProofSummary extends Pick<Proof, "proven" | "where" | "durationMs" | "reason"> {
  /** Sentences: what went wrong in which direction. */
  readonly differences: readonly string[];
  /** What the rows that the database holds now have against the plan, where any was looked for. */
  readonly rows?: {
    /** Operations that fail on the rows of now. */
    readonly stops: readonly RowSummary[];
    /** Operations of which it is not known whether they do. */
    readonly untried: readonly RowSummary[];
  };
}

export interface RowSummary {
  readonly direction: "upgrade" | "downgrade";
  readonly kind: string;
  readonly object: string;
  readonly message: string;
  /** Finds the rows, in the database as it is now. */
  readonly query: string | null;
}

export interface MergeOptions extends HeaderOptions, ArgumentOptions {
  /** What is joined; `["heads"]` by default. */
  readonly revisions?: readonly string[];
  /** Whether the branches are first run in both orders in scratch databases, and compared. */
  readonly prove?: boolean;
}

export interface MergedRevision extends WrittenFile, ConflictReport {
  /** Absent if the branches were not run. */
  readonly proof?: MergeProof;
}

export interface RebaseOptions extends ArgumentOptions {
  /** The revision that moves; what follows it goes along. */
  readonly revision: string;
  /** Its new parent; `base` for none. */
  readonly onto: string;
}

export interface RebasedRevision extends RevisionPath, ConflictReport {
  readonly downRevision: readonly string[];
  readonly previousDownRevision: readonly string[];
}

export interface ConflictOptions extends ArgumentOptions {
  /** What would be joined; `["heads"]` by default. */
  readonly revisions?: readonly string[];
}

export interface CheckOptions extends ProjectOptions {
  /** Compares the models with what the migrations make of an empty database. */
  readonly replay?: boolean;
}

export interface CheckResult {
  readonly upToDate: boolean;
  /** What would have to be done to the database. */
  readonly operations: readonly OperationSummary[];
}

export interface DiffOptions extends ProjectOptions {
  /** A database URL, `models`, or `revision:ID`, as is `to`. */
  readonly from: string;
  readonly to: string;
  /** The way back. */
  readonly reverse?: boolean;
}

export interface DiffResult {
  readonly operations: readonly OperationSummary[];
  /** What makes the one the other, for `psql`; empty where nothing differs. */
  readonly script: string;
  /** Sentences about what was found and not compared. */
  readonly notes: readonly string[];
}
