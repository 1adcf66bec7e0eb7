import type { CommentOn, Rename, SetSchema } from "../../operations/types.js";
import type { QualifiedName } from "../../schema/types.js";
import { opCall } from "../call.js";
import {
  objectLiteral,
  objectName,
  optionalObject,
  sqlString,
  stringLiteral,
} from "../literals.js";

/** The call of a rename, of a move to another schema or of a comment, for every kind of object. */
export function objectCall(operation: Rename | SetSchema | CommentOn): string {
  switch (operation.kind) {
    case "rename":
      return rename(operation);
    case "setSchema": {
      const { object, to } = operation;
      return opCall(`set${capitalized(object.kind)}Schema`, objectName(object), stringLiteral(to));
    }
    case "commentOn":
      return comment(operation.object, operation.text);
  }
}

function rename({ object, to }: Rename): string {
  const method = `rename${capitalized(object.kind)}`;
  const [from, name] = [stringLiteral(object.name), stringLiteral(to)];
  switch (object.kind) {
    case "schema":
    case "role":
      return opCall(method, from, name);
    case "column":
      return opCall(method, objectName(object.table), from, name);
    case "enumValue":
      return opCall(method, objectName(object.enum), from, name);
    case "constraint":
    case "policy":
      return opCall(method, from, objectName(object.table), name);
    case "index":
      return opCall(method, from, name, optionalObject([schemaEntry(object)]));
    default:
      return opCall(method, objectName(object), name);
  }
}

function capitalized(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** The call that says the comment of an object that an operation creates, if it has one. */
export function commentOf(
  object: CommentOn["object"],
  text: string | undefined,
): readonly string[] {
  return text === undefined ? [] : [comment(object, text)];
}

function comment(object: CommentOn["object"], text: string | null): string {
  return opCall(
    "commentOn",
    stringLiteral(object.kind),
    commented(object),
    text === null ? "null" : sqlString(text),
  );
}

function commented(object: CommentOn["object"]): string {
  if ("table" in object) {
    return objectLiteral([
      ["table", objectName(object.table)],
      ["name", stringLiteral(object.name)],
    ]);
  }
  return "schema" in object ? objectName(object) : stringLiteral(object.name);
}

/** What says in which schema an index is that is named alone. */
export function schemaEntry({ schema }: QualifiedName): readonly [string, string | undefined] {
  return ["schema", schema === "public" ? undefined : stringLiteral(schema)];
}
