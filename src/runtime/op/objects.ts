/** The methods that rename, move and comment on objects of any kind. */
import type { CommentOn, Rename, SetSchema } from "../../operations/types.js";
import { refTo } from "../../schema/object-ref.js";
import * as read from "./arguments.js";
import { type Methods, withArguments } from "./method.js";
import type { ObjectName } from "./types.js";

/** A part of a table: a column, constraint or policy. */
export interface TablePart {
  readonly table: ObjectName;
  readonly name: string;
}

type StandAlone = "table" | "view" | "materializedView" | "enum" | "sequence" | "index";

export interface CommentMethods {
  /**
   * Sets the comment of an object. `null` removes it.
   * @example await op.commentOn("table", "vehicles", "Everything with a VIN");
   * @example await op.commentOn("column", { table: "vehicles", name: "vin" }, "ISO 3779");
   */
  commentOn(kind: "schema" | "role", name: string, text: string | null): Promise<void>;
  commentOn(kind: StandAlone, name: ObjectName, text: string | null): Promise<void>;
  commentOn(
    kind: "column" | "constraint" | "policy",
    name: TablePart,
    text: string | null,
  ): Promise<void>;
}

type Commented = CommentOn["object"];
type CommentArguments = [Commented["kind"], name: ObjectName | TablePart, text: string | null];

export const commentMethods: Methods<CommentMethods> = {
  commentOn: ([kind, name, text]: CommentArguments) => {
    if (text === null || typeof text === "string") {
      return { kind: "commentOn", object: commented(kind, name), text };
    }
    const problem = "the text is neither a string nor null";
    throw read.fail(problem, "null removes a comment.");
  },
};

function commented(kind: Commented["kind"], name: ObjectName | TablePart): Commented {
  switch (kind) {
    case "schema":
    case "role":
      return { kind, name: read.checkName(name) };
    case "table":
    case "view":
    case "materializedView":
    case "enum":
    case "sequence":
    case "index":
      return refTo(kind, read.object()(name));
    case "column":
    case "constraint":
    case "policy": {
      if (typeof name === "object" && "table" in name)
        return { kind, table: read.table(name.table), name: read.name()(name.name) };
      const problem = `a ${kind} needs its table as well as its name`;
      throw read.fail(problem, 'Write { table: "…", name: "…" }.');
    }
    default: {
      const problem = `there is no kind ${JSON.stringify(kind)}`;
      throw read.fail(problem, 'For example: "table", "column".');
    }
  }
}

/** The method `(old name, new name)` of an object that has no schema. */
export function renameGlobal(kind: "schema" | "role") {
  return withArguments([read.name("old name"), read.newName], (name, to) =>
    renamed({ kind, name }, to),
  );
}

/** The method `(name, new name)` of an object in a schema. */
export function rename(kind: SetSchema["object"]["kind"], what?: string) {
  return withArguments([read.object(what), read.newName], (name, to) =>
    renamed(refTo(kind, name), to),
  );
}

/** The method `(name, table, new name)` of a part of a table. */
export function renameOnTable(kind: "constraint" | "policy") {
  return withArguments([read.name(), read.table, read.newName], (name, table, to) =>
    renamed({ kind, table, name }, to),
  );
}

export function renamed(object: Rename["object"], to: string): Rename {
  return { kind: "rename", object, to };
}

/** The method `(name, new schema)` of an object in a schema. */
export function setSchema(kind: SetSchema["object"]["kind"], what?: string) {
  return withArguments([read.object(what), read.schema], (name, to) => {
    return { kind: "setSchema", object: refTo(kind, name), to };
  });
}
