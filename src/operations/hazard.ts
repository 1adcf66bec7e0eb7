/** What a reviewer should know about an operation, as a sentence for a comment in the file. */
import { defined } from "../defined.js";
import { printName } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";

export interface Hazard {
  /** `needsReview`: fails for some rows, and only a person knows what they should contain. */
  readonly kind: "losesData" | "needsReview";
  readonly message: string;
  /** Finds the affected rows in the database before the plan. */
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
    // An index or generated column that fails for some value is rare: mentioned only if found.
    if (about === "value" || about === "unknown") return [];
    return needsReview(rowMessages[about], about === "rows" ? undefined : query);
  });
}

/** A reason why rows can make an operation fail. */
export interface RowQuestion {
  /**
   * `value`: an expression is evaluated for each row. `unknown`: only running the plan can tell.
   */
  readonly about: keyof typeof rowMessages | "value" | "unknown";
  /** The table that is queried, by its current name. */
  readonly table: QualifiedName;
  readonly query: string;
  /** For reasons without a query: a query that fails with an error about a value. */
  readonly attempt?: string;
}

/** @param rows given if the condition uses names other than the table's current ones */
export function rowsWhere(
  about: RowQuestion["about"],
  table: QualifiedName,
  condition: string,
  rows = printName(table),
): RowQuestion {
  return { about, table, query: `SELECT * FROM ${rows} WHERE ${condition}` };
}
