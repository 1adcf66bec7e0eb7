/** The names of Drizzle's objects in the database; Drizzle's "no schema" is `public`. */
import { getTableName, getViewName, Table, type View } from "drizzle-orm";
import { toCamelCase, toSnakeCase } from "drizzle-orm/casing";
import type { QualifiedName } from "../schema/types.js";
import { is } from "./drizzle.js";
import type { Casing } from "./errors.js";

/** A name as an expression uses it: without a schema where Drizzle writes none. */
export interface UsedName {
  readonly schema: string | undefined;
  readonly name: string;
  readonly isAlias: boolean;
}

// Drizzle keeps these under registered symbols, so that they are the same in every copy of it.
const schemaSymbol = Symbol.for("drizzle:Schema");
const isAliasSymbol = Symbol.for("drizzle:IsAlias");
const originalNameSymbol = Symbol.for("drizzle:OriginalName");
const viewConfigSymbol = Symbol.for("drizzle:ViewBaseConfig");

/** The name by which an expression refers to a table or view: its alias if it has one. */
export function usedName(value: Table | View): UsedName {
  const isTable = is(value, Table);
  const config: unknown = isTable ? value : Reflect.get(value, viewConfigSymbol);
  const at = (tableKey: symbol, viewKey: string): unknown =>
    typeof config === "object" && config !== null
      ? Reflect.get(config, isTable ? tableKey : viewKey)
      : undefined;
  const isAlias = at(isAliasSymbol, "isAlias") === true;
  const schema = at(schemaSymbol, "schema");
  return {
    schema: isAlias || typeof schema !== "string" ? undefined : schema,
    name: isTable ? getTableName(value) : getViewName(value),
    isAlias,
  };
}

/** The schema of a table. */
export function schemaOf(table: Table): string {
  const schema: unknown = Reflect.get(table, schemaSymbol);
  return typeof schema === "string" ? schema : "public";
}

/** A table's name in the database, whatever alias it goes by. */
export function tableNameOf(table: Table): QualifiedName {
  const original: unknown = Reflect.get(table, originalNameSymbol);
  const name = typeof original === "string" ? original : getTableName(table);
  return { schema: schemaOf(table), name };
}

export function viewNameOf(view: View): QualifiedName {
  const { schema, name } = usedName(view);
  return qualified(schema, name);
}

export function enumNameOf(type: {
  readonly enumName: string;
  readonly schema?: string | undefined;
}): QualifiedName {
  return qualified(type.schema, type.enumName);
}

export function sequenceNameOf(sequence: {
  readonly seqName: string | undefined;
  readonly schema: string | undefined;
}): QualifiedName {
  return qualified(sequence.schema, sequence.seqName ?? "");
}

export function qualified(schema: string | undefined, name: string): QualifiedName {
  return { schema: schema ?? "public", name };
}

/** What Drizzle needs to know of a column to name it. */
interface NamedByKey {
  readonly name: string;
  /** Whether the name is the column's key in the table, not one of the author's. */
  readonly keyAsName?: boolean;
}

/** The name of a column in the database. */
export function columnName(column: NamedByKey, casing: Casing | undefined): string {
  if (casing === undefined || column.keyAsName !== true) return column.name;
  return casing === "snake_case" ? toSnakeCase(column.name) : toCamelCase(column.name);
}
