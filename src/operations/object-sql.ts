/** How SQL names objects of any kind, and comments on them. */
import { quoteIdentifier, quoteLiteral, quoteName } from "../schema/identifiers.js";
import type { ObjectRef, RefKind } from "../schema/object-ref.js";
import { alterTable } from "./statement.js";
import type { CommentOn, Rename } from "./types.js";

/** How `ALTER`, `DROP` and `COMMENT ON` name an object. */
export function objectSql(object: ObjectRef): string {
  const word = words[object.kind] ?? object.kind.toUpperCase();
  const name = quoteIdentifier(object.name);
  if (object.kind === "column") return `${word} ${quoteName(object.table)}.${name}`;
  if ("table" in object) return `${word} ${name} ON ${quoteName(object.table)}`;
  if ("enum" in object) return `${word} ${quoteName(object.enum)}`;
  return `${word} ${"schema" in object ? quoteName(object) : name}`;
}

const words: Partial<Readonly<Record<RefKind, string>>> = {
  materializedView: "MATERIALIZED VIEW",
  enum: "TYPE",
  enumValue: "TYPE",
};

export function dropSql(object: ObjectRef): string {
  return object.kind === "column" || object.kind === "constraint"
    ? alterTable(object.table, `DROP ${partSql(object)}`)
    : `DROP ${objectSql(object)}`;
}

export function renameSql({ object, to }: Rename): string {
  const name = quoteIdentifier(to);
  if (object.kind === "column" || object.kind === "constraint")
    return alterTable(object.table, `RENAME ${partSql(object)} TO ${name}`);
  const value = object.kind === "enumValue" ? ` VALUE ${quoteLiteral(object.name)}` : "";
  return `ALTER ${objectSql(object)} RENAME${value} TO ${value === "" ? name : quoteLiteral(to)}`;
}

function partSql({ kind, name }: ObjectRef<"column" | "constraint">): string {
  return `${kind.toUpperCase()} ${quoteIdentifier(name)}`;
}

export function commentSql(object: CommentOn["object"], text: string | null): string {
  return `COMMENT ON ${objectSql(object)} IS ${text === null ? "NULL" : quoteLiteral(text)}`;
}

/** The statement that sets a new object's comment, if it has one. */
export function newComment(
  object: CommentOn["object"],
  text: string | undefined,
): readonly string[] {
  return text === undefined ? [] : [commentSql(object, text)];
}
