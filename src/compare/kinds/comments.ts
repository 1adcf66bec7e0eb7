import type { CommentOn } from "../../operations/types.js";
import { change, type Change } from "../change.js";

interface Commented {
  readonly comment?: string;
}

/** The comment of an object that stays what it is; one that is made anew gets its own along. */
export function compareComments(
  object: CommentOn["object"],
  actual: Commented,
  desired: Commented,
): readonly Change[] {
  if (actual.comment === desired.comment) return [];
  return [
    change({
      kind: "commentOn",
      object,
      text: desired.comment ?? null,
      previous: actual.comment ?? null,
    }),
  ];
}
