import { printName } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";

/** Something that rows can have against an operation. */
export interface RowQuestion {
  readonly about:
    | "rows"
    | "null"
    | "duplicate"
    | "orphan"
    | "check"
    | "type"
    | "enumValue"
    /** An expression that has to be computed for every row. */
    | "value"
    /** Something that can only be known when the plan has run, if there are rows. */
    | "unknown";
  /** The table whose rows are asked for, by its name of today. */
  readonly table: QualifiedName;
  /** Finds such rows in the database as it is before the plan has run. */
  readonly query: string;
  /**
   * Where no query finds the rows on every server: one that fails with an error about a value if
   * there are any.
   */
  readonly attempt?: string;
}

/** @param rows Where the condition is written with other names than the table has today. */
export function rowsWhere(
  about: RowQuestion["about"],
  table: QualifiedName,
  condition: string,
  rows = printName(table),
): RowQuestion {
  return { about, table, query: `SELECT * FROM ${rows} WHERE ${condition}` };
}
