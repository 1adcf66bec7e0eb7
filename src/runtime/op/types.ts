/** The types of arguments that the methods of `op` share. */
import { createRequire } from "node:module";
import type { BuildExtraConfigColumns, SQL } from "drizzle-orm";
import type * as pgCore from "drizzle-orm/pg-core";
import type { PgColumnBuilderBase, PgTableExtraConfigValue } from "drizzle-orm/pg-core";

/**
 * The name of a table, enum, sequence, view or index. A string names an object in `public`; a dot
 * in it is part of the name.
 * @example "vehicles"
 * @example { schema: "fleet", name: "vehicles" }
 */
export type ObjectName = string | { readonly schema?: string | undefined; readonly name: string };

/** SQL as a string or as Drizzle's `sql`. Parameters of `sql` become literals. */
export type Expression = string | SQL;

/** A default: a number, a boolean, or SQL. A string is SQL, so text needs quotes: `"'new'"`. */
export type DefaultValue = Expression | number | bigint | boolean;

/** A column builder of `drizzle-orm/pg-core`: `varchar("vin", { length: 17 }).notNull()`. */
export type ColumnBuilder = PgColumnBuilderBase;

/** The columns of a new table. A builder without a name is named after its key. */
export type ColumnBuilders = Readonly<Record<string, ColumnBuilder>>;

/** The third argument of `createTable`, which is that of `pgTable`. */
export type TableExtras<Columns extends ColumnBuilders> = (
  table: BuildExtraConfigColumns<string, { [K in keyof Columns]: Columns[K] }, "pg">,
) => readonly PgTableExtraConfigValue[];

/** A whole number of any size: `100`, `9223372036854775807n` or `"100"`. */
export type WholeNumber = number | bigint | string;

/**
 * Makes a column builder for a type that Drizzle has no builder for: an existing enum, a domain, or
 * a type of an extension. The type is SQL and is used unchanged.
 * @example sqlType("public.user_role")("role").notNull().default("driver")
 * @example sqlType('text COLLATE "C"')("code")
 */
export function sqlType<Data = unknown>(type: string) {
  // Every configuration imports this file, and loading Drizzle takes time.
  const core: typeof pgCore = createRequire(import.meta.url)("drizzle-orm/pg-core");
  return core.customType<{ data: Data }>({ dataType: () => type });
}
