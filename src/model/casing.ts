import { toCamelCase, toSnakeCase } from "drizzle-orm/casing";
import type { Casing } from "./options.js";

/** What Drizzle needs to know of a column to name it. */
export interface NamedByKey {
  readonly name: string;
  /** Whether the name is the column's key in the table, not one of the author's. */
  readonly keyAsName?: boolean;
}

/** The name of a column in the database. */
export function columnName(column: NamedByKey, casing: Casing | undefined): string {
  if (casing === undefined || column.keyAsName !== true) return column.name;
  return casing === "snake_case" ? toSnakeCase(column.name) : toCamelCase(column.name);
}
