/** What is dangerous about operations, and how it is told: to people, in SQL and to programs. */
import { describeObject, partsOf, ruleOf } from "./rules.js";
import { type Hazard, rowHazards } from "./hazard.js";
import { rowQuestions } from "./rows/questions.js";
import type { Operation } from "./types.js";

/** By operation, those inside an `autocommit` by themselves. New tables have no rows. */
export function planHazards(
  operations: readonly Operation[],
): ReadonlyMap<Operation, readonly Hazard[]> {
  const questions = rowQuestions(operations);
  const found = new Map<Operation, readonly Hazard[]>();
  for (const operation of operations.flatMap(partsOf)) {
    const rule = ruleOf(operation);
    const asked = questions.get(operation) ?? [];
    const own = rule.hazards?.(operation, asked) ?? rowHazards(asked);
    if (own.length > 0) found.set(operation, own);
  }
  return found;
}

const headings: Readonly<Record<Hazard["kind"], string>> = {
  dataLoss: "loses data",
  needsHuman: "needs review",
};

/** @example "loses data: Drops the column with all its values." */
export function hazardLine({ kind, message }: Hazard): string {
  return `${headings[kind]}: ${message}`;
}

/** Comments for SQL: the hazard and, below it, the query that finds the rows in question. */
export function hazardSqlComments(hazards: readonly Hazard[]): readonly string[] {
  return hazards.flatMap((hazard) => [
    `-- ${oneLine(hazardLine(hazard))}`,
    ...(hazard.query === undefined ? [] : [`--   ${oneLine(hazard.query)};`]),
  ]);
}

/** A hazard as programs get it. */
export interface HazardSummary {
  readonly kind: "losesData" | "needsReview";
  readonly message: string;
  /** Finds the rows that it is about, in the database as it is before. */
  readonly query?: string;
}

export function summarizeHazard({ kind, message, query }: Hazard): HazardSummary {
  return {
    kind: kind === "dataLoss" ? "losesData" : "needsReview",
    message,
    ...(query !== undefined && { query }),
  };
}

/** The hazards of a plan with what they are about, in the plan's order. */
export function summarizeHazards(
  hazards: ReadonlyMap<Operation, readonly Hazard[]>,
): readonly (HazardSummary & { readonly object: string })[] {
  return [...hazards].flatMap(([operation, own]) =>
    own.map((hazard) => ({ ...summarizeHazard(hazard), object: describeObject(operation) })),
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
}
