/** Parts of a schema with everything that a test does not care for left at PostgreSQL's defaults. */
import type { Column, Index, QualifiedName, Schema, Table } from "../../src/schema/types.js";

/** @example column("id", "bigint", { notNull: true }) */
export function column(name: string, type = "integer", rest: Partial<Column> = {}): Column {
  return { name, type: { sql: type }, notNull: false, ...rest };
}

/** A name alone stands in `public`. */
export function table(
  name: string | QualifiedName,
  columns: readonly Column[],
  rest: Partial<Table> = {},
): Table {
  return {
    ...(typeof name === "string" ? { schema: "public", name } : name),
    columns,
    uniqueConstraints: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
    policies: [],
    rowSecurity: false,
    ...rest,
  };
}

export function index(name: string, keys: Index["keys"], rest: Partial<Index> = {}): Index {
  return { name, unique: false, method: "btree", keys, with: {}, ...rest };
}

export function schemaOf(tables: readonly Table[], rest: Partial<Schema> = {}): Schema {
  return {
    namespaces: [{ name: "public" }],
    roles: [],
    enums: [],
    sequences: [],
    views: [],
    ...rest,
    tables,
  };
}
