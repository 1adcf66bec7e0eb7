/** Renaming, moving and commenting on objects of any kind. */
import { quoteIdentifier } from "../../schema/identifiers.js";
import type { ObjectRef } from "../../schema/object-ref.js";
import { key, refKey, type Effects } from "../keys.js";
import { commentSql, objectSql, renameSql } from "../object-sql.js";
import { spaced } from "../statement.js";
import type { CommentOn, ObjectOperation, Rename, SetSchema } from "../types.js";
import type { Place, RulesOf } from "./rule.js";

export const objectRules: RulesOf<ObjectOperation> = {
  rename: {
    subject: ({ object }) => object,
    sql: (operation) => [renameSql(operation)],
    inverse: ({ kind, object, to }) => ({ kind, object: { ...object, name: to }, to: object.name }),
    effects: ({ object, to }) => {
      if (object.kind === "enumValue") return { alters: [refKey(object)] };
      return {
        ...moved(object, { ...object, name: to }),
        alters: object.kind === "column" ? [key.columns(object.table)] : [],
        needs: "table" in object ? [key.relation(object.table)] : [],
      };
    },
    place: ({ object }) => renamePlaces[object.kind],
    verb: ({ object }) => `rename ${spaced(object.kind)}`,
    detail: ({ to }) => ` to ${to}`,
  },

  setSchema: {
    subject: ({ object }) => object,
    sql: ({ object, to }) => [`ALTER ${objectSql(object)} SET SCHEMA ${quoteIdentifier(to)}`],
    inverse: ({ kind, object, to }) => ({
      kind,
      object: { ...object, schema: to },
      to: object.schema,
    }),
    effects: ({ object, to }) => ({
      ...moved(object, { ...object, schema: to }),
      needs: [key.namespace(to)],
    }),
    place: ({ object }) => setSchemaPlaces[object.kind],
    verb: ({ object }) => `move ${spaced(object.kind)}`,
    detail: ({ to }) => ` to ${to}`,
  },

  commentOn: {
    subject: ({ object }) => object,
    sql: ({ object, text }) => [commentSql(object, text)],
    inverse: ({ previous, ...operation }) =>
      previous === undefined
        ? undefined
        : { ...operation, text: previous, previous: operation.text },
    effects: ({ object }) => ({ needs: [refKey(object)] }),
    place: ({ object }) => commentPlaces[object.kind] ?? ["before", 22],
    verb: ({ text }) => (text === null ? "remove the comment on" : "comment on"),
  },
};

function moved(from: ObjectRef, to: ObjectRef): Partial<Effects> {
  return { drops: [refKey(from)], creates: [refKey(to)] };
}

const renamePlaces: Readonly<Record<Rename["object"]["kind"], Place>> = {
  schema: ["before", 0],
  role: ["before", 2],
  enum: ["before", 6],
  enumValue: ["before", 8],
  sequence: ["before", 10],
  table: ["before", 12],
  column: ["before", 14],
  view: ["before", 15],
  materializedView: ["before", 15],
  constraint: ["table", 7],
  index: ["table", 12],
  policy: ["table", 17],
};

const setSchemaPlaces: Readonly<Record<SetSchema["object"]["kind"], Place>> = {
  enum: ["before", 7],
  sequence: ["before", 11],
  table: ["before", 13],
  view: ["before", 16],
  materializedView: ["before", 16],
};

/** A comment comes with its object. */
const commentPlaces: Readonly<Partial<Record<CommentOn["object"]["kind"], Place>>> = {
  table: ["table", 20],
  column: ["table", 21],
  constraint: ["table", 21],
  policy: ["table", 21],
  view: ["after", 3],
  materializedView: ["after", 3],
  index: ["after", 3],
};
