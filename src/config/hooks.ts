/** The functions of a configuration that have a say in what is compared and written. */
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
 * `true`: the two differ; `false`: they are the same, whatever they look like; `undefined`: `gen`
 * is to decide.
 */
export type Verdict = boolean | undefined;

/** A part of a revision that gets a file of its own. */
export interface RevisionPart {
  /** What it does, for its file and its name. */
  readonly message: string;
  readonly operations: readonly Operation[];
  /** The way back. By default the inverse of each operation, the last one's first. */
  readonly downgrade?: readonly Operation[] | undefined;
}

/** What `processOperations` may answer: the operations of one file, or those of several. */
export type ProcessedOperations = readonly Operation[] | readonly RevisionPart[];

/** How a migration writes a column's type. */
export interface RenderedType {
  /**
   * TypeScript that builds the column. `{name}` stands for the column's name, in quotes; without
   * it, what is written is called with the name: `citext` becomes `citext("email")`.
   */
  readonly source: string;
  /** What it uses: names by the module that exports them, as the migration's file imports it. */
  readonly imports?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

export interface Hooks {
  /**
   * Asked about the type of every column that both sides have.
   *
   * @example compareType: ({ actual, desired }) => actual === "text" && desired === "citext" ? false : undefined
   */
  readonly compareType?: ((column: ComparedType) => Verdict) | undefined;
  /**
   * Asked about the default of every column that both sides have. `true` helps only where the two
   * are spelled differently.
   *
   * @example compareDefault: ({ column }) => (column === "seeded_at" ? false : undefined)
   */
  readonly compareDefault?: ((column: ComparedDefault) => Verdict) | undefined;
  /**
   * Called with the operations of a new revision before its file is written, and by `gen check`.
   * What it returns is written: edited, reordered, some left out, or as several revisions, each
   * following the one before. Nothing left: no file is written. The downgrade is derived again.
   *
   * @example
   * processOperations: (operations) => operations.filter((one) => one.kind !== "dropTable")
   * @example
   * processOperations: (operations) => [
   *   { message: "Add", operations: operations.filter((one) => !one.kind.startsWith("drop")) },
   *   { message: "Remove", operations: operations.filter((one) => one.kind.startsWith("drop")) },
   * ]
   */
  readonly processOperations?:
    | ((operations: readonly Operation[]) => ProcessedOperations | Promise<ProcessedOperations>)
    | undefined;
  /**
   * Asked how a migration writes the type of a column, given as `format_type` prints it; without
   * an answer it is written as always.
   *
   * @example
   * renderType: (type) =>
   *   type === "citext" ? { source: "citext", imports: { "../schema/types.js": "citext" } } : undefined
   */
  readonly renderType?: ((type: string) => RenderedType | undefined) | undefined;
}
