import type { Operation } from "../operations/types.js";

/** One line for each thing that a reviewer must not overlook. */
export function hazardComments(_operation: Operation): readonly string[] {
  return [];
}
