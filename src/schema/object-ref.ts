/** Which object is meant: its identity in a database, as data and as a key of text. */
import type { Extra, QualifiedName } from "./types.js";

type GlobalKind = "schema" | "role" | "extension";
type SchemaMemberKind = "table" | "view" | "materializedView" | "enum" | "sequence" | "index";
type TablePartKind = "column" | "constraint" | "policy";

export type RefKind = GlobalKind | SchemaMemberKind | TablePartKind | "enumValue";

/** @example { kind: "column", table: { schema: "public", name: "vehicles" }, name: "vin" } */
export type ObjectRef<K extends RefKind = RefKind> = K extends GlobalKind
  ? { readonly kind: K; readonly name: string }
  : K extends SchemaMemberKind
    ? { readonly kind: K; readonly schema: string; readonly name: string }
    : K extends TablePartKind
      ? { readonly kind: K; readonly table: QualifiedName; readonly name: string }
      : { readonly kind: K; readonly enum: QualifiedName; readonly name: string };

export function refTo<K extends SchemaMemberKind>(
  kind: K,
  { schema, name }: QualifiedName,
): { readonly kind: K; readonly schema: string; readonly name: string } {
  return { kind, schema, name };
}

/** A key for maps and sets: equal exactly when the references are. No name can hold a NUL. */
export function keyOf(ref: ObjectRef): string {
  return [ref.kind, ...pathOf(ref)].join("\0");
}

/**
 * What {@link keyOf} made a key of. Other keys of that form have words of their own.
 *
 * @example parseKey("column\0public\0vehicles\0vin") // { word: "column", path: ["public", "vehicles", "vin"] }
 */
export function parseKey(key: string): { readonly word: string; readonly path: readonly string[] } {
  const [word = "", ...path] = key.split("\0");
  return { word, path };
}

/** For people: a part of a table or an enum follows its name. */
export function displayRef(ref: ObjectRef): string {
  return pathOf(ref).join(".");
}

export function pathOf(ref: ObjectRef): readonly string[] {
  if ("table" in ref) return [ref.table.schema, ref.table.name, ref.name];
  if ("enum" in ref) return [ref.enum.schema, ref.enum.name, ref.name];
  return "schema" in ref ? [ref.schema, ref.name] : [ref.name];
}

/** The table that is meant, or that what is meant belongs to. */
export function tableOf(ref: ObjectRef): QualifiedName | undefined {
  if (ref.kind === "table") return { schema: ref.schema, name: ref.name };
  return "table" in ref ? ref.table : undefined;
}

/** The kinds of object that hooks and notes distinguish: unlike a reference, each constraint. */
export type ObjectKind =
  | Exclude<RefKind, "extension" | "enumValue" | "constraint">
  | "primaryKey"
  | "uniqueConstraint"
  | "foreignKey"
  | "check";

/** One object, for hooks and notes. `table` is that of a column, constraint, index or policy. */
export interface SchemaObject {
  readonly kind: ObjectKind;
  readonly schema?: string;
  readonly table?: string;
  readonly name: string;
}

/** What blocks a change: PostgreSQL refuses it as long as this exists. */
export interface Dependency {
  readonly dependent: Dependent;
  readonly on: SchemaObject;
}

/** What depends on something; models do not describe functions, triggers and other types. */
export interface Dependent extends Omit<SchemaObject, "kind"> {
  readonly kind: ObjectKind | Extra["kind"] | "function" | "type" | "partitionKey";
}
