/** What is done to objects of every kind: another name, another schema, a comment. */
import { quoteIdentifier, quoteLiteral, quoteName } from "../schema/identifiers.js";
import type { ObjectRef } from "../schema/object-ref.js";
import { irreversible } from "./irreversible.js";
import { alterTable, statements } from "./statement.js";
import type { Statement } from "./statement.js";
import type { CommentOn, Operation, Rename, SetSchema } from "./types.js";

export function compileObject(operation: Rename | SetSchema | CommentOn): readonly Statement[] {
  switch (operation.kind) {
    case "rename":
      return statements(rename(operation));
    case "setSchema":
      return statements(
        `ALTER ${objectSql(operation.object)} SET SCHEMA ${quoteIdentifier(operation.to)}`,
      );
    case "commentOn":
      return statements(comment(operation.object, operation.text));
  }
}

export function inverseObject(operation: Rename | SetSchema | CommentOn): Operation {
  switch (operation.kind) {
    case "rename": {
      const { object, to } = operation;
      return { ...operation, object: { ...object, name: to }, to: object.name };
    }
    case "setSchema": {
      const { object, to } = operation;
      return { ...operation, object: { ...object, schema: to }, to: object.schema };
    }
    case "commentOn":
      if (operation.previous === undefined) throw irreversible(operation);
      return { ...operation, text: operation.previous, previous: operation.text };
  }
}

/** The statement that gives a new object its comment; nothing if it has none. */
export function commentStatement(
  object: CommentOn["object"],
  text: string | undefined,
): readonly string[] {
  return text === undefined ? [] : [comment(object, text)];
}

function comment(object: CommentOn["object"], text: string | null): string {
  return `COMMENT ON ${objectSql(object)} IS ${text === null ? "NULL" : quoteLiteral(text)}`;
}

function rename({ object, to }: Rename): string {
  const name = quoteIdentifier(object.name);
  switch (object.kind) {
    case "column":
    case "constraint": {
      const part = `${object.kind.toUpperCase()} ${name}`;
      return alterTable(object.table, `RENAME ${part} TO ${quoteIdentifier(to)}`);
    }
    case "enumValue":
      return `ALTER TYPE ${quoteName(object.enum)} RENAME VALUE ${quoteLiteral(object.name)} TO ${quoteLiteral(to)}`;
    default:
      return `ALTER ${objectSql(object)} RENAME TO ${quoteIdentifier(to)}`;
  }
}

/** How `ALTER`, `DROP` and `COMMENT ON` name an object. */
function objectSql(object: ObjectRef<Exclude<ObjectRef["kind"], "enumValue">>): string {
  const name = quoteIdentifier(object.name);
  switch (object.kind) {
    case "schema":
    case "role":
    case "extension":
      return `${object.kind.toUpperCase()} ${name}`;
    case "materializedView":
      return `MATERIALIZED VIEW ${quoteName(object)}`;
    case "enum":
      return `TYPE ${quoteName(object)}`;
    case "table":
    case "view":
    case "sequence":
    case "index":
      return `${object.kind.toUpperCase()} ${quoteName(object)}`;
    case "column":
      return `COLUMN ${quoteName(object.table)}.${name}`;
    case "constraint":
    case "policy":
      return `${object.kind.toUpperCase()} ${name} ON ${quoteName(object.table)}`;
  }
}
