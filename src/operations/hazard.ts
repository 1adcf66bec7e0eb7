/** What a reviewer should know about an operation, as a sentence for a comment in the file. */
import { defined } from "../defined.js";
import { printName } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";

export interface Hazard {
  /** `needsReview`: fails on some rows, and only a person knows what they should hold. */
  readonly kind: "losesData" | "needsReview";
  readonly message: string;
  /** Finds the rows that it is about, in the database as it is before. */
  readonly query?: string;
}

export function losesData(message: string, query?: string): Hazard {
  return { kind: "losesData", message, ...defined({ query }) };
}

export function needsReview(message: string, query?: string): Hazard {
  return { kind: "needsReview", message, ...defined({ query }) };
}

export const rowMessages = {
  rows: "Fails on a table with rows: add a default, or fill the column in first.",
  null: "Fails if a row holds NULL in this column: fill those rows in first.",
  duplicate: "Fails if two rows hold the same values: change or delete one of them first.",
  orphan: "Fails if a row refers to one that does not exist: change or delete such rows first.",
  check: "Fails if a row breaks the check: correct such rows first.",
  type: "Fails if a value does not fit the new type: check the rows first.",
  enumValue: "Fails if a row still holds a removed value.",
};

export function rowHazards(questions: readonly RowQuestion[]): readonly Hazard[] {
  return questions.flatMap(({ about, query }) => {
    // An index or a generated column that fails on some value is rare: told where one is found.
    if (about === "value" || about === "unknown") return [];
    return needsReview(rowMessages[about], about === "rows" ? undefined : query);
  });
}

/** Something that rows can have against an operation. */
export interface RowQuestion {
  /**
   * `value`: an expression that is computed for every row. `unknown`: if there are rows, only
   * running the plan can tell.
   */
  readonly about: keyof typeof rowMessages | "value" | "unknown";
  /** The table whose rows are asked for, by its name of today. */
  readonly table: QualifiedName;
  readonly query: string;
  /** Where no query finds the rows: one that fails with an error about a value. */
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
