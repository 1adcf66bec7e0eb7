import type { CommentOn, CommentTarget } from "../../operations/types.js";
import { opCall } from "../call.js";
import { objectLiteral, objectName, sqlString, stringLiteral } from "../literals.js";

export function commentOn({ target, text }: Pick<CommentOn, "target" | "text">): string {
  return opCall(
    "commentOn",
    stringLiteral(target.on),
    targetName(target),
    text === null ? "null" : sqlString(text),
  );
}

/** The call that says the comment of an object that an operation creates, if it has one. */
export function commentOf(target: CommentTarget, text: string | undefined): readonly string[] {
  return text === undefined ? [] : [commentOn({ target, text })];
}

function targetName(target: CommentTarget): string {
  switch (target.on) {
    case "schema":
    case "role":
      return stringLiteral(target.name);
    case "column":
    case "constraint":
    case "policy":
      return objectLiteral([
        ["table", objectName(target.table)],
        ["name", stringLiteral(target.name)],
      ]);
    default:
      return objectName(target.name);
  }
}
