/** What a value is to Drizzle, whichever copy of Drizzle made it, and its name in the database. */
import {
  getTableName,
  getViewName,
  is as drizzleIs,
  Table,
  type View,
  ViewBaseConfig,
} from "drizzle-orm";
import { toCamelCase, toSnakeCase } from "drizzle-orm/casing";
import type { QualifiedName } from "../schema/types.js";
import type { Casing } from "./errors.js";

type EntityClass = Parameters<typeof drizzleIs>[1];

/** As Drizzle's own `is`, which fails on objects without a prototype (a module's namespace is one). */
export function is<C extends EntityClass>(value: unknown, type: C): value is InstanceType<C> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null) return false;
  return "constructor" in prototype && drizzleIs(value, type);
}

export const isA =
  <C extends EntityClass>(type: C) =>
  (value: unknown): value is InstanceType<C> =>
    is(value, type);

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

/** The name by which an expression refers to a table or view: its alias if it has one. */
export function usedName(value: Table | View): UsedName {
  const isTable = is(value, Table);
  const config: unknown = isTable ? value : Reflect.get(value, ViewBaseConfig);
  const at = (key: string | symbol): unknown =>
    typeof config === "object" && config !== null ? Reflect.get(config, key) : undefined;
  const isAlias = at(isTable ? isAliasSymbol : "isAlias") === true;
  const schema = at(isTable ? schemaSymbol : "schema");
  const name = isTable ? getTableName(value) : getViewName(value);
  return { schema: isAlias || typeof schema !== "string" ? undefined : schema, name, isAlias };
}

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

interface NamedByKey {
  readonly name: string;
  /** Whether the name is the column's key in the table, not one of the author's. */
  readonly keyAsName?: boolean;
}

export function columnName(column: NamedByKey, casing: Casing | undefined): string {
  if (casing === undefined || column.keyAsName !== true) return column.name;
  return casing === "snake_case" ? toSnakeCase(column.name) : toCamelCase(column.name);
}
