import type { Hazard } from "../operations/index.js";
import { commentText } from "./header.js";

/**
 * What a reviewer must not overlook, and below it the query that finds the rows in question.
 *
 * @example "// loses data: Drops the column with all its values."
 */
export function hazardComments(hazards: readonly Hazard[]): readonly string[] {
  return hazards.flatMap(({ kind, message, query }) => [
    `// ${headings[kind]}: ${commentText(message)}`,
    ...(query === undefined ? [] : [`//   ${commentText(query)};`]),
  ]);
}

const headings: Readonly<Record<Hazard["kind"], string>> = {
  dataLoss: "loses data",
  needsHuman: "needs review",
};
