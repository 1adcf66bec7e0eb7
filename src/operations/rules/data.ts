import { columnsOf as keysOfColumns } from "../keys.js";
import { GenError } from "../../errors.js";
import { displayName, quoteIdentifier, quoteLiteral, quoteName } from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import type { ColumnName } from "../../schema/types.js";
import { needsReview } from "../hazard.js";
import { columnList } from "../statement.js";
import type { BulkInsert, DataOperation, Execute, Operation } from "../types.js";
import type { RulesOf } from "./rule.js";

export const dataRules: RulesOf<DataOperation> = {
  execute: {
    subject: (operation) => {
      const filled = filledColumn(operation);
      const line = operation.sql.trim().split("\n", 1)[0] ?? "";
      if (filled === undefined) return line.length > 80 ? `${line.slice(0, 79)}…` : line;
      return { kind: "column", table: filled.table, name: filled.column };
    },
    sql: ({ sql, values }) => [values === undefined ? sql : { sql, values }],
    inverse: () => undefined,
    effects: () => ({}),
    place: () => ["after", 6],
    verb: (operation) =>
      filledColumn(operation) === undefined ? "execute" : "fill with its default",
    hazards: (operation) =>
      filledColumn(operation) === undefined ? [] : [needsReview(fillMessage)],
  },

  bulkInsert: {
    subject: ({ table }) => refTo("table", table),
    sql: (operation) => rowGroups(operation).map((rows) => insert(operation, rows)),
    inverse: () => undefined,
    effects: ({ table, rows }) => ({ needs: keysOfColumns(table, Object.keys(rows[0] ?? {})) }),
    place: () => ["after", 7],
    verb: ({ rows }) => `insert ${rows.length} rows into`,
  },
};

const fillMessage =
  "Sets every NULL to the default in one statement; the downgrade does not undo this. For a large table, update in batches first: op.batchUpdate in op.autocommit.";

export function fillNulls({ table, column }: ColumnName): Execute {
  const name = quoteIdentifier(column);
  return {
    kind: "execute",
    sql: `UPDATE ${quoteName(table)} SET ${name} = DEFAULT WHERE ${name} IS NULL`,
  };
}

const identifier = String.raw`"((?:[^"]|"")+)"`;
const fillStatement = new RegExp(
  String.raw`^UPDATE ${identifier}\.${identifier} SET ${identifier} = DEFAULT WHERE ${identifier} IS NULL$`,
);

/** The column that an operation fills. A migration file has only the statement. */
export function filledColumn(operation: Operation): ColumnName | undefined {
  if (operation.kind !== "execute") return undefined;
  const names = fillStatement.exec(operation.sql)?.slice(1) ?? [];
  const [schema, name, column, tested] = names.map((part) => part.replaceAll('""', '"'));
  if (!schema || !name || !column || column !== tested) return undefined;
  return { table: { schema, name }, column };
}

type Row = BulkInsert["rows"][number];

const ROWS_PER_STATEMENT = 1000;

/** The rows of one statement have the same columns, at least one. */
function rowGroups({ rows }: BulkInsert): readonly (readonly Row[])[] {
  const groups: Row[][] = [];
  let columns = "";
  for (const row of rows) {
    const own = JSON.stringify(columnsOf(row));
    const last = groups.at(-1);
    const fits = own === columns && own !== "[]" && (last?.length ?? 0) < ROWS_PER_STATEMENT;
    if (last !== undefined && fits) last.push(row);
    else groups.push([row]);
    columns = own;
  }
  return groups;
}

function columnsOf(row: Row): readonly string[] {
  return Object.keys(row)
    .filter((column) => row[column] !== undefined)
    .toSorted();
}

/** Values as JSON, which PostgreSQL converts to each column's type: to an array or to JSON. */
function insert(operation: BulkInsert, rows: readonly Row[]): string {
  const table = quoteName(operation.table);
  const [first = {}] = rows;
  const columns = columnsOf(first);
  if (columns.length === 0) return `INSERT INTO ${table} DEFAULT VALUES`;
  const lines = rows.map((row) => `  ${rowJson(operation, columns, row)}`);
  const list = columnList(columns);
  return (
    `INSERT INTO ${table} (${list})\nSELECT ${list}\n` +
    `FROM pg_catalog.json_populate_recordset(NULL::${table}, ${quoteLiteral(`[\n${lines.join(",\n")}\n]`)})`
  );
}

function rowJson(operation: BulkInsert, columns: readonly string[], row: Row): string {
  const pairs = columns.map((column) => {
    const text = json(row[column]);
    if (text !== undefined) return `${JSON.stringify(column)}: ${text}`;
    throw new GenError(
      "operation_invalid",
      `A row for ${displayName(operation.table)} holds a ${typeof row[column]} for ${quoteIdentifier(column)}.`,
      { hint: "Give text, numbers, booleans, dates, bytes, arrays, objects or null." },
    );
  });
  return `{${pairs.join(", ")}}`;
}

/** A value as JSON without loss; `undefined` if that is impossible. */
function json(value: unknown): string | undefined {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number" && !Number.isFinite(value)) return JSON.stringify(String(value));
  if (value instanceof Uint8Array)
    return JSON.stringify(`\\x${Buffer.from(value).toString("hex")}`);
  if (Array.isArray(value)) return `[${value.map((item) => json(item) ?? "null").join(", ")}]`;
  if (typeof value === "object" && value !== null && !("toJSON" in value)) {
    const pairs = Object.entries(value).flatMap(([key, item]) => {
      const text = json(item);
      return text === undefined ? [] : [`${JSON.stringify(key)}: ${text}`];
    });
    return `{${pairs.join(", ")}}`;
  }
  return JSON.stringify(value);
}
