import { type Hazard, hazards } from "../operations/index.js";
import type { Operation } from "../operations/types.js";
import { commentText } from "./header.js";

/**
 * One line for each thing that a reviewer must not overlook.
 *
 * @example "// loses data: Drops the column with all its values."
 */
export function hazardComments(operation: Operation): readonly string[] {
  return hazards(operation).map(
    ({ kind, message }) => `// ${headings[kind]}: ${commentText(message)}`,
  );
}

const headings: Readonly<Record<Hazard["kind"], string>> = {
  dataLoss: "loses data",
  needsHuman: "needs review",
};
