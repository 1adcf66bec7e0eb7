import { is, ColumnBuilder as AnyColumnBuilder } from "drizzle-orm";
import { pgSchema, pgTable, type PgTable } from "drizzle-orm/pg-core";
import { defined } from "../../defined.js";
import type { ColumnChanges, Operation } from "../../operations/types.js";
import { describeTable } from "../../model/tables.js";
import type { ForeignKey, QualifiedName } from "../../schema/types.js";
import { fail } from "./arguments.js";
import type { ColumnBuilder, ColumnBuilders, TableExtras } from "./types.js";

/** What creating a table takes: foreign keys follow, so that a table can refer to itself. */
export function describeNewTable<Columns extends ColumnBuilders>(
  table: QualifiedName,
  columns: Columns,
  extras?: TableExtras<Columns>,
): readonly Operation[] {
  if (typeof columns !== "object" || columns === null) {
    throw fail("createTable", "the columns are missing", 'Give them as { id: serial("id") }.');
  }
  for (const [key, column] of Object.entries(columns)) {
    requireBuilder("createTable", `"${key}"`, column);
  }
  const { foreignKeys, ...described } = describeTable(tableOf(table, columns, extras));
  return [
    { kind: "createTable", table: { ...described, foreignKeys: [] } },
    ...foreignKeyOperations(table, foreignKeys),
  ];
}

/** What adding a column takes: the column, and the constraints that its builder asks for. */
export function describeNewColumn(
  table: QualifiedName,
  builder: ColumnBuilder,
): readonly Operation[] {
  requireBuilder("addColumn", "what is given", builder);
  const { columns, primaryKey, uniqueConstraints, foreignKeys } = describeTable(
    tableOf(table, { "": builder }),
  );
  const [column] = columns;
  if (column === undefined || column.name === "") {
    const hint = 'Name it in its builder: varchar("manufacturer", { length: 50 }).';
    throw fail("addColumn", "the column has no name", hint);
  }
  const keys = primaryKey === undefined ? [] : [primaryKey];
  return [
    { kind: "addColumn", table, column },
    ...keys.map((constraint) => ({ kind: "createPrimaryKey", table, constraint }) as const),
    ...uniqueConstraints.map(
      (constraint) => ({ kind: "createUniqueConstraint", table, constraint }) as const,
    ),
    ...foreignKeyOperations(table, foreignKeys),
  ];
}

function foreignKeyOperations(
  table: QualifiedName,
  foreignKeys: readonly ForeignKey[],
): readonly Operation[] {
  return foreignKeys.map((constraint) => ({ kind: "createForeignKey", table, constraint }));
}

/** The type, and collation if there is one, of a builder or as SQL. */
export function columnType(
  type: string | ColumnBuilder,
  method: string,
): Pick<ColumnChanges, "type" | "collation"> {
  if (typeof type === "string") {
    if (type.trim() === "") throw fail(method, "the type is empty", 'For example "text".');
    return { type: { sql: type } };
  }
  requireBuilder(method, "what is given", type);
  const [column] = describeTable(tableOf({ schema: "public", name: "t" }, { c: type })).columns;
  return defined({ type: column?.type, collation: column?.collation });
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

function requireBuilder(method: string, what: string, column: unknown): void {
  if (is(column, AnyColumnBuilder)) return;
  const hint =
    'Use one of drizzle-orm/pg-core, such as text("name"), or sqlType("citext")("name").';
  throw fail(method, `${what} is not a column builder`, hint);
}
