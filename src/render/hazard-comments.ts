import { type Hazard, hazardLine } from "../operations/index.js";
import { commentText } from "./header.js";

/**
 * What a reviewer must not overlook, and below it the query that finds the rows in question.
 *
 * @example "// loses data: Drops the column with all its values."
 */
export function hazardComments(hazards: readonly Hazard[]): readonly string[] {
  return hazards.flatMap((hazard) => [
    `// ${commentText(hazardLine(hazard))}`,
    ...(hazard.query === undefined ? [] : [`//   ${commentText(hazard.query)};`]),
  ]);
}
