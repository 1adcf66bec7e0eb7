/** The functions in a configuration that influence what is compared and written. */
import type { Operation } from "../operations/types.js";
import type { QualifiedName } from "../schema/types.js";

/** A column on both sides, as the comparison sees it. */
export interface ComparedColumn {
  readonly table: QualifiedName;
  readonly column: string;
}

export interface ComparedType extends ComparedColumn {
  /** The type in the database, as `format_type` prints it: `character varying(50)`. */
  readonly actual: string;
  /** The type of the model, in the same words where the server could be asked. */
  readonly desired: string;
}

export interface ComparedDefault extends ComparedColumn {
  /** The default's SQL; absent where there is none. */
  readonly actual: string | undefined;
  readonly desired: string | undefined;
}

/**
 * `true`: the two differ; `false`: they are equal; `undefined`: `gen` decides.
 */
export type Verdict = boolean | undefined;

/** A part of a revision that gets a file of its own. */
export interface RevisionPart {
  /** Its message, which also names its file. */
  readonly message: string;
  readonly operations: readonly Operation[];
  /** By default the inverse of each operation, in reverse order. */
  readonly downgrade?: readonly Operation[] | undefined;
}

/** What `processOperations` returns: the operations of one file, or several files. */
export type ProcessedOperations = readonly Operation[] | readonly RevisionPart[];

/** How a migration writes a column's type. */
export interface RenderedType {
  /**
   * TypeScript that builds the column. `{name}` is replaced by the quoted column name; without it,
   * the source is called with the name: `citext` becomes `citext("email")`.
   */
  readonly source: string;
  /** What the migration has to import for it: names, by module. */
  readonly imports?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

export interface Hooks {
  /**
   * Compares the types of every column that both sides have.
   *
   * @example compareType: ({ actual, desired }) => actual === "text" && desired === "citext" ? false : undefined
   */
  readonly compareType?: ((column: ComparedType) => Verdict) | undefined;
  /**
   * Compares the defaults of every column that both sides have. `true` has an effect only if their
   * texts differ.
   *
   * @example compareDefault: ({ column }) => (column === "seeded_at" ? false : undefined)
   */
  readonly compareDefault?: ((column: ComparedDefault) => Verdict) | undefined;
  /**
   * Called with the operations of a new revision before its file is written, and by `gen check`.
   * What it returns is written: edited, reordered, shortened, or as several consecutive revisions. If
   * nothing is left, no file is written. The downgrade is derived again.
   *
   * @example
   * processOperations: (operations) => operations.filter(({ kind }) => kind !== "dropTable")
   * @example
   * processOperations: (operations) => [
   *   { message: "Add", operations: operations.filter(({ kind }) => !kind.startsWith("drop")) },
   *   { message: "Remove", operations: operations.filter(({ kind }) => kind.startsWith("drop")) },
   * ]
   */
  readonly processOperations?:
    | ((operations: readonly Operation[]) => ProcessedOperations | Promise<ProcessedOperations>)
    | undefined;
  /**
   * Decides how a migration writes a column type, given as `format_type` prints it; `undefined`
   * means as usual.
   *
   * @example
   * renderType: (type) =>
   *   type === "citext" ? { source: "citext", imports: { "../schema/types.js": "citext" } } : undefined
   */
  readonly renderType?: ((type: string) => RenderedType | undefined) | undefined;
}
