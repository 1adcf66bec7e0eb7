import { is, ColumnBuilder as AnyColumnBuilder } from "drizzle-orm";
import { pgSchema, pgTable, type PgTable } from "drizzle-orm/pg-core";
import { describeTable } from "../../model/tables.js";
import type { Operation } from "../../operations/types.js";
import type { ForeignKey, QualifiedName } from "../../schema/types.js";
import * as read from "./arguments.js";
import { type Methods, withArguments } from "./method.js";
import { rename, setSchema } from "./objects.js";
import type { ColumnBuilders, ObjectName, TableExtras } from "./types.js";

export interface TableMethods {
  /**
   * Creates a table; the arguments are those of `pgTable`. A column builder without a name is named
   * after its key. Declare constraints, indexes and policies in the builders or in the third
   * argument. Foreign keys are added after the table exists, so a table can refer to itself.
   * @example
   * await op.createTable(
   *   "vehicles",
   *   {
   *     id: serial("id").primaryKey(),
   *     vin: varchar("vin", { length: 17 }).notNull().unique(),
   *     licensePlate: varchar("license_plate", { length: 20 }),
   *   },
   *   (t) => [index("vehicles_license_plate_index").on(t.licensePlate)],
   * );
   */
  createTable<Columns extends ColumnBuilders>(
    table: ObjectName,
    columns: Columns,
    extras?: TableExtras<Columns>,
  ): Promise<void>;

  /**
   * Drops a table. PostgreSQL refuses while a view or another table's foreign key depends on it.
   * @example await op.dropTable({ schema: "fleet", name: "vehicles" });
   */
  dropTable(table: ObjectName): Promise<void>;

  /** Renames a table. It stays in its schema. @example await op.renameTable("cars", "vehicles"); */
  renameTable(table: ObjectName, to: string): Promise<void>;

  /**
   * Moves a table to another schema, with its indexes, constraints and owned sequences.
   * @example await op.setTableSchema("vehicles", "fleet");
   */
  setTableSchema(table: ObjectName, schema: string): Promise<void>;
}

export const tableMethods: Methods<TableMethods> = {
  createTable: withArguments(
    [read.table, read.unchecked<ColumnBuilders>(), read.unchecked<Extras>()],
    describeNewTable,
  ),
  dropTable: { table: read.table },
  renameTable: rename("table", "table"),
  setTableSchema: setSchema("table", "table"),
};

type Extras = TableExtras<ColumnBuilders> | undefined;

/** Creates the table, then its foreign keys, so that it can refer to itself. */
function describeNewTable<Columns extends ColumnBuilders>(
  table: QualifiedName,
  columns: Columns,
  extras?: TableExtras<Columns>,
): readonly Operation[] {
  if (typeof columns !== "object" || columns === null) {
    throw read.fail("the columns are missing", 'Give them as { id: serial("id") }.');
  }
  for (const [key, column] of Object.entries(columns)) {
    requireBuilder(`"${key}"`, column);
  }
  const { foreignKeys, ...described } = describeTable(tableOf(table, columns, extras));
  return [
    { kind: "createTable", table: { ...described, foreignKeys: [] } },
    ...foreignKeyOperations(table, foreignKeys),
  ];
}

export function foreignKeyOperations(table: QualifiedName, foreignKeys: readonly ForeignKey[]) {
  return foreignKeys.map(
    (constraint) => ({ kind: "createForeignKey", table, constraint }) as const,
  );
}

/** A Drizzle table, from which the builders can be described. */
export function tableOf<Columns extends ColumnBuilders>(
  name: QualifiedName,
  columns: Columns,
  extras?: TableExtras<Columns>,
): PgTable {
  // pgTable requires a mutable array; the callback returns a readonly one.
  const extraConfig = extras && ((table: Parameters<typeof extras>[0]) => [...extras(table)]);
  return name.schema === "public"
    ? pgTable(name.name, { ...columns }, extraConfig)
    : pgSchema(name.schema).table(name.name, { ...columns }, extraConfig);
}

export function requireBuilder(what: string, column: unknown): void {
  if (is(column, AnyColumnBuilder)) return;
  const hint =
    'Use one of drizzle-orm/pg-core, such as text("name"), or sqlType("citext")("name").';
  throw read.fail(`${what} is not a column builder`, hint);
}
