/**
 * The words that the arguments of {@link Op}'s methods are made of, and `Op` itself: the sum of
 * the groups of methods, each of which stands in the file of its kind.
 */
import type { BuildExtraConfigColumns } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { PgColumnBuilderBase, PgTableExtraConfigValue } from "drizzle-orm/pg-core";
import type { ColumnMethods } from "./columns.js";
import type { CommentMethods } from "./comments.js";
import type { ConstraintMethods } from "./constraints.js";
import type { ControlMethods } from "./control.js";
import type { DataMethods } from "./data.js";
import type { EnumMethods } from "./enums.js";
import type { IndexMethods } from "./indexes.js";
import type { PolicyMethods } from "./policies.js";
import type { PrivilegeMethods } from "./privileges.js";
import type { RoleMethods } from "./roles.js";
import type { SchemaMethods } from "./schemas.js";
import type { SequenceMethods } from "./sequences.js";
import type { TableMethods } from "./tables.js";
import type { ViewMethods } from "./views.js";

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

export interface SequenceOptionsInput {
  readonly startWith?: WholeNumber;
  readonly increment?: WholeNumber;
  readonly minValue?: WholeNumber;
  readonly maxValue?: WholeNumber;
  readonly cache?: WholeNumber;
  readonly cycle?: boolean;
}

/** What changes about a sequence that is there. */
export interface SequenceChangesInput extends SequenceOptionsInput {
  /** The value that comes next: needed where the new limits share no value with the old ones. */
  readonly restart?: WholeNumber;
}

/** A key or option that a table in a database may have although Drizzle has no word for it. */
export interface DeferralOptions {
  readonly deferrable?: boolean;
  readonly initiallyDeferred?: boolean;
}

/**
 * What a migration can say. Every method returns a promise that must be awaited; none does
 * anything before the one called before it is done.
 *
 * @example
 * export async function upgrade(op: Op) {
 *   await op.addColumn("vehicles", varchar("manufacturer", { length: 50 }));
 *   await op.createIndex("vehicles_manufacturer_index", "vehicles", ["manufacturer"]);
 * }
 */
export interface Op
  extends
    SchemaMethods,
    TableMethods,
    ColumnMethods,
    ConstraintMethods,
    IndexMethods,
    EnumMethods,
    SequenceMethods,
    ViewMethods,
    PolicyMethods,
    RoleMethods,
    CommentMethods,
    PrivilegeMethods,
    DataMethods,
    ControlMethods {}
