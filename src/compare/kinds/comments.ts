import type { CommentTarget } from "../../operations/types.js";
import { change, type Change } from "../change.js";

interface Commented {
  readonly comment?: string;
}

/** The comment of an object that stays what it is; one that is made anew gets its own along. */
export function compareComments(
  target: CommentTarget,
  actual: Commented,
  desired: Commented,
): readonly Change[] {
  if (actual.comment === desired.comment) return [];
  return [
    change({
      kind: "commentOn",
      target,
      text: desired.comment ?? null,
      previous: actual.comment ?? null,
    }),
  ];
}
