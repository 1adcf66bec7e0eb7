/** What the arguments of `op`'s methods are made of. */
import type { BuildExtraConfigColumns, SQL } from "drizzle-orm";
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
