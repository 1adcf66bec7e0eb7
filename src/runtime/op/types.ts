/** What the arguments of `op`'s methods are made of. */
import { createRequire } from "node:module";
import type { BuildExtraConfigColumns, SQL } from "drizzle-orm";
import type * as pgCore from "drizzle-orm/pg-core";
import type { PgColumnBuilderBase, PgTableExtraConfigValue } from "drizzle-orm/pg-core";

/**
 * The name of a table, enum, sequence, view or index: a string names one in `public`. A dot in
 * the string is part of the name.
 *
 * @example "vehicles"
 * @example { schema: "fleet", name: "vehicles" }
 */
export type ObjectName = string | { readonly schema?: string | undefined; readonly name: string };

/** SQL as a string, or Drizzle's `sql`, whose parameters are written out as literals. */
export type Expression = string | SQL;

/** A default: an expression, or a number or boolean as it is. A text is quoted: `"'new'"`. */
export type DefaultValue = Expression | number | bigint | boolean;

/** Any of Drizzle's pg-core column builders: `varchar("vin", { length: 17 }).notNull()`. */
export type ColumnBuilder = PgColumnBuilderBase;

/** The columns of a new table. A builder without a name takes its key. */
export type ColumnBuilders = Readonly<Record<string, ColumnBuilder>>;

/** What the third argument of `createTable` may return: what `pgTable`'s third argument may. */
export type TableExtras<Columns extends ColumnBuilders> = (
  table: BuildExtraConfigColumns<string, { [K in keyof Columns]: Columns[K] }, "pg">,
) => readonly PgTableExtraConfigValue[];

/** A whole number of any size. */
export type WholeNumber = number | bigint | string;

/**
 * A column builder for a type that Drizzle has no builder for: an existing enum, a type of an
 * extension, a domain. The text becomes part of the statement unchanged, so a name in a schema is written
 * as SQL wants it.
 *
 * @example sqlType("public.user_role")("role").notNull().default("driver")
 * @example sqlType('text COLLATE "C"')("code")
 */
export function sqlType<Data = unknown>(type: string) {
  // Every configuration imports this file; Drizzle would make it wait.
  const core: typeof pgCore = createRequire(import.meta.url)("drizzle-orm/pg-core");
  return core.customType<{ data: Data }>({ dataType: () => type });
}
