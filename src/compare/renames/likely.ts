/**
 * Renames that nobody has confirmed but that look like one. They are told, never assumed, because a
 * wrong guess either loses data or keeps the wrong one.
 */
import type { Schema } from "../../schema/types.js";
import { LIKELY } from "./likeness.js";
import { renameQuestions } from "./questions.js";
import type { Rename } from "./renames.js";

/**
 * The renames that somebody would confirm who takes every likely one (or every sure one) for what it
 * looks like, in the names of before: together they can be given to `--rename`.
 *
 * @param given Renames that are certain; they are not told again.
 *
 * @example likelyRenames(actual, desired)
 * // [{ kind: "column", table: …, from: "colour", to: "color" }]
 */
export function likelyRenames(
  actual: Schema,
  desired: Schema,
  given: readonly Rename[] = [],
  certainty: "likely" | "sure" = "likely",
): readonly Rename[] {
  const questions = renameQuestions(actual, desired, given, LIKELY);
  let next = questions.next();
  while (next.done !== true) {
    const [first] = next.value.candidates;
    const isTaken = certainty === "sure" ? first?.isSure === true : first !== undefined;
    next = questions.next(isTaken && first !== undefined ? first.rename : "new");
  }
  return next.value.slice(given.length);
}
