/** The methods that give an object another name or schema, for every kind of object. */
import type { SetSchema } from "../../operations/types.js";
import { refTo } from "../../schema/object-ref.js";
import * as read from "./arguments.js";
import { withArguments } from "./method.js";

/** Of an object that is named alone: `(old name, new name)`. */
export function renameGlobal(kind: "schema" | "role") {
  return withArguments([read.name("old name"), read.newName], (name, to) => ({
    kind: "rename",
    object: { kind, name },
    to,
  }));
}

/** Of an object in a schema: `(name, new name)`. */
export function rename(kind: SetSchema["object"]["kind"], what?: string) {
  return withArguments([read.object(what), read.newName], (name, to) => ({
    kind: "rename",
    object: refTo(kind, name),
    to,
  }));
}

/** Of what stands on a table: `(name, table, new name)`. */
export function renameOnTable(kind: "constraint" | "policy") {
  return withArguments([read.name(), read.table, read.newName], (name, table, to) => ({
    kind: "rename",
    object: { kind, table, name },
    to,
  }));
}

/** `(name, schema)`. */
export function setSchema(kind: SetSchema["object"]["kind"], what?: string) {
  return withArguments([read.object(what), read.schema], (name, to) => ({
    kind: "setSchema",
    object: refTo(kind, name),
    to,
  }));
}
