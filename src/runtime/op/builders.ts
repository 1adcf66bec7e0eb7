import { is } from "drizzle-orm";
import { ColumnBuilder as AnyColumnBuilder } from "drizzle-orm";
import { pgSchema, pgTable } from "drizzle-orm/pg-core";
import type { PgTable } from "drizzle-orm/pg-core";
import type { ColumnChanges, Operation } from "../../operations/types.js";
import { describeTable } from "../../model/index.js";
import type { Column, QualifiedName, Table } from "../../schema/types.js";
import { fail } from "./arguments.js";
import type { ColumnBuilder, ColumnBuilders, TableExtras } from "./types.js";

/** The table that builders describe. @throws GenError `op_argument` if one is no builder */
export function describeNewTable<Columns extends ColumnBuilders>(
  name: QualifiedName,
  columns: Columns,
  extras?: TableExtras<Columns>,
): Table {
  if (typeof columns !== "object" || columns === null) {
    throw fail("createTable", "the columns are missing", 'Give them as { id: serial("id") }.');
  }
  for (const [key, column] of Object.entries(columns)) requireBuilder("createTable", key, column);
  return describeTable(tableOf(name, columns, extras));
}

/** What adding a column takes: the column, and the constraints that its builder asks for. */
export function describeNewColumn(
  table: QualifiedName,
  column: ColumnBuilder,
): readonly Operation[] {
  requireBuilder("addColumn", "", column);
  const described = describeTable(tableOf(table, { "": column }));
  const [added] = described.columns;
  if (added === undefined || added.name === "") {
    throw fail(
      "addColumn",
      "the column has no name",
      'Name it in its builder: varchar("manufacturer", { length: 50 }).',
    );
  }
  return [
    { kind: "addColumn", table, column: added },
    ...(described.primaryKey === undefined
      ? []
      : [{ kind: "createPrimaryKey" as const, table, constraint: described.primaryKey }]),
    ...described.uniqueConstraints.map((constraint) => ({
      kind: "createUniqueConstraint" as const,
      table,
      constraint,
    })),
    ...described.foreignKeys.map((constraint) => ({
      kind: "createForeignKey" as const,
      table,
      constraint,
    })),
  ];
}

/** The type, and collation if there is one, of a builder or as SQL. */
export function describeColumnType(
  type: string | ColumnBuilder,
): Pick<ColumnChanges, "type" | "collation"> {
  if (typeof type === "string") {
    if (type.trim() === "") throw fail("alterColumn", "the type is empty", 'For example "text".');
    return { type: { sql: type } };
  }
  requireBuilder("alterColumn", "", type);
  const column = describeTable(tableOf({ schema: "public", name: "t" }, { c: type })).columns[0];
  if (column === undefined) throw fail("alterColumn", "the type is no column", 'Say "text".');
  return typeOf(column);
}

function typeOf(column: Column): Pick<ColumnChanges, "type" | "collation"> {
  const { type, collation } = column;
  return collation === undefined ? { type } : { type, collation };
}

function tableOf<Columns extends ColumnBuilders>(
  name: QualifiedName,
  columns: Columns,
  extras?: TableExtras<Columns>,
): PgTable {
  // pgTable asks for an array that may be changed; the callback promises only one to be read.
  const extraConfig = extras && ((table: Parameters<typeof extras>[0]) => [...extras(table)]);
  return name.schema === "public"
    ? pgTable(name.name, { ...columns }, extraConfig)
    : pgSchema(name.schema).table(name.name, { ...columns }, extraConfig);
}

function requireBuilder(method: string, key: string, column: unknown): void {
  if (is(column, AnyColumnBuilder)) return;
  throw fail(
    method,
    `${key === "" ? "what is given" : `"${key}"`} is not a column builder`,
    'Use one of drizzle-orm/pg-core, such as text("name"), or sqlType("citext")("name").',
  );
}
