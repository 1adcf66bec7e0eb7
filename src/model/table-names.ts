import { getTableName, getViewName, Table, type View } from "drizzle-orm";
import { is } from "./entity.js";
import type { QualifiedName } from "../schema/types.js";

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

/** The name by which an expression refers to a table: its alias if it has one. */
export function tableName(table: Table): UsedName {
  const isAlias = Reflect.get(table, isAliasSymbol) === true;
  const name = getTableName(table);
  return { schema: isAlias ? undefined : textAt(table, schemaSymbol), name, isAlias };
}

/** The name by which an expression refers to a view: its alias if it has one. */
export function viewName(view: View): UsedName {
  const config: unknown = Reflect.get(view, viewConfigSymbol);
  const isAlias =
    typeof config === "object" && config !== null && Reflect.get(config, "isAlias") === true;
  const schema =
    typeof config === "object" && config !== null ? textAt(config, "schema") : undefined;
  return { schema: isAlias ? undefined : schema, name: getViewName(view), isAlias };
}

/** Whether it is an `alias(…)` of a table or view: another name in a query, and no object of its own. */
export function isAliased(value: Table | View): boolean {
  return is(value, Table) ? tableName(value).isAlias : viewName(value).isAlias;
}

/** The schema of a table; Drizzle's none is `public`. */
export function schemaOf(table: Table): string {
  return textAt(table, schemaSymbol) ?? "public";
}

/** A table's name in the database, whatever alias it goes by. */
export function qualifiedNameOf(table: Table): QualifiedName {
  return {
    schema: schemaOf(table),
    name: textAt(table, originalNameSymbol) ?? getTableName(table),
  };
}

function textAt(object: object, key: string | symbol): string | undefined {
  const value: unknown = Reflect.get(object, key);
  return typeof value === "string" ? value : undefined;
}
