import * as read from "./arguments.js";
import { describeNewTable } from "./builders.js";
import { type Methods, withArguments } from "./method.js";
import { rename, setSchema } from "./objects.js";
import type { ColumnBuilders, ObjectName, TableExtras } from "./types.js";

export interface TableMethods {
  /**
   * Creates a table, as `pgTable` would describe it. A builder without a name of its own takes
   * its key. Keys, uniques, checks, indexes and policies are given inline or in the third
   * argument. Foreign keys are added after the table is there, so a table can refer to itself.
   *
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
   * Drops a table and its rows; PostgreSQL refuses while a view or a foreign key needs it.
   *
   * @example await op.dropTable({ schema: "fleet", name: "vehicles" });
   */
  dropTable(table: ObjectName): Promise<void>;

  /** The table stays in its schema. @example await op.renameTable("cars", "vehicles"); */
  renameTable(table: ObjectName, to: string): Promise<void>;

  /** @example await op.setTableSchema("vehicles", "fleet"); */
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
