/** The calls that rename an object, move it or comment on it, for every kind of object. */
import type { CommentOn, Rename, SetSchema } from "../../operations/types.js";
import type { ObjectRef } from "../../schema/object-ref.js";
import { call, nameOf, options, sqlText, unless } from "../literals.js";
import type { Calls } from "./calls.js";

export const objectCalls: Calls<Rename | SetSchema | CommentOn> = {
  rename: ({ object, to }) => {
    const method = `op.rename${capitalized(object.kind)}`;
    switch (object.kind) {
      case "schema":
      case "role":
        return call(method, object.name, to);
      case "column":
        return call(method, nameOf(object.table), object.name, to);
      case "enumValue":
        return call(method, nameOf(object.enum), object.name, to);
      case "constraint":
      case "policy":
        return call(method, object.name, nameOf(object.table), to);
      case "index":
        return call(method, object.name, to, options({ schema: unless("public", object.schema) }));
      default:
        return call(method, nameOf(object), to);
    }
  },
  setSchema: ({ object, to }) =>
    call(`op.set${capitalized(object.kind)}Schema`, nameOf(object), to),
  commentOn: ({ object, text }) => comment(object, text),
};

function capitalized(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** The call that says the comment of an object that an operation creates, if it has one. */
export function commentOf(
  object: ObjectRef,
  { comment: text }: { readonly comment?: unknown },
): readonly string[] {
  return typeof text === "string" ? [comment(object, text)] : [];
}

function comment(object: ObjectRef, text: string | null): string {
  const { kind, name } = object;
  const named =
    "table" in object
      ? { table: nameOf(object.table), name }
      : "schema" in object
        ? nameOf(object)
        : name;
  return call("op.commentOn", kind, named, sqlText(text));
}
