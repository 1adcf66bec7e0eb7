/** The functions of a configuration that influence what is compared and written. */
import type { Operation } from "../operations/types.js";
import type { QualifiedName } from "../schema/types.js";

/** A column that exists in the models and in the database. */
export interface ComparedColumn {
  readonly table: QualifiedName;
  readonly column: string;
}

export interface ComparedType extends ComparedColumn {
  /** The type in the database, as `format_type` prints it: `character varying(50)`. */
  readonly actual: string;
  /** The type in the model, spelled the same way if the server knows it. */
  readonly desired: string;
}

export interface ComparedDefault extends ComparedColumn {
  /** The default in the database, as SQL; `undefined` if there is none. */
  readonly actual: string | undefined;
  /** The default in the model, as SQL; `undefined` if there is none. */
  readonly desired: string | undefined;
}

/** `true`: they differ. `false`: they are equal. `undefined`: `gen` decides. */
export type Verdict = boolean | undefined;

/** One of several revisions that `processOperations` splits a revision into. */
export interface RevisionPart {
  /** The message, which is also part of the file name. */
  readonly message: string;
  readonly operations: readonly Operation[];
  /** Default: the inverse of each operation, in reverse order. */
  readonly downgrade?: readonly Operation[] | undefined;
}

/** What `processOperations` returns: the operations of one revision, or several revisions. */
export type ProcessedOperations = readonly Operation[] | readonly RevisionPart[];

/** How a migration writes a column's type. */
export interface RenderedType {
  /**
   * TypeScript that builds the column. The quoted column name replaces `{name}`. Without `{name}`,
   * the source is called with it: `citext` becomes `citext("email")`.
   */
  readonly source: string;
  /** The names that the migration must import, by module. */
  readonly imports?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

export interface Hooks {
  /**
   * Called for each column of the models and the database, to compare the two types.
   * @example compareType: ({ actual, desired }) => actual === "text" && desired === "citext" ? false : undefined
   */
  readonly compareType?: ((column: ComparedType) => Verdict) | undefined;
  /**
   * Called for each column of the models and the database, to compare the two defaults. `true` has
   * no effect if their SQL is identical.
   * @example compareDefault: ({ column }) => (column === "seeded_at" ? false : undefined)
   */
  readonly compareDefault?: ((column: ComparedDefault) => Verdict) | undefined;
  /**
   * Called with the operations of a new revision before its file is written, and by `gen check`.
   * Returns the operations to write: edited, reordered, filtered, or split into several consecutive
   * revisions. The downgrade is derived from them. If none are left, no file is written.
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
   * Decides how a migration writes the type of a column. `type` is the output of `format_type`.
   * Return `undefined` for the usual way.
   * @example
   * renderType: (type) =>
   *   type === "citext" ? { source: "citext", imports: { "../schema/types.js": "citext" } } : undefined
   */
  readonly renderType?: ((type: string) => RenderedType | undefined) | undefined;
}
