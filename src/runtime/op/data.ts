import type { SQL } from "drizzle-orm";
import type { Row } from "../../database/connection.js";
import { defined } from "../../defined.js";
import { failedError } from "../../errors.js";
import { displayName, quoteIdentifier, quoteName } from "../../schema/identifiers.js";
import * as read from "./arguments.js";
import { type OpExecutor, refuseOffline } from "./control.js";
import type { Inputs, OptionsOf } from "./method.js";
import type { DefaultValue, Expression, ObjectName } from "./types.js";

const batchRequired = {
  table: read.table,
  /** The new value of each column, as SQL: `{ manufacturer: "'unknown'" }`. `null` is NULL. */
  set: assignments,
  /** The rows to update. The condition must be false for a row that has been updated. */
  where: read.expression("where"),
};

const batchOptional = {
  /** Rows per statement. Default: 1,000. */
  batchSize,
};

interface BatchUpdateOptions
  extends Inputs<typeof batchRequired>, OptionsOf<typeof batchOptional> {}

export interface DataMethods {
  /**
   * Runs a statement of your own. `values` are its parameters `$1`, `$2` and so on.
   * @example await op.execute("UPDATE users SET role = $1 WHERE role IS NULL", ["driver"]);
   * @example await op.execute(sql`CREATE EXTENSION citext`);
   */
  execute(statement: string | SQL, values?: readonly unknown[]): Promise<void>;

  /**
   * Runs a query and returns its rows. `values` are its parameters `$1`, `$2` and so on.
   * @throws GenError `offline` if a script is being written (`--sql`); check `op.isOffline` first
   * @example const [row] = await op.query<{ n: number }>("SELECT count(*)::int AS n FROM users");
   */
  query<R extends Row = Row>(
    statement: string | SQL,
    values?: readonly unknown[],
  ): Promise<readonly R[]>;

  /**
   * Inserts rows. Their keys are column names in the database; a missing column gets its default.
   * Many rows are split into several statements.
   * @example await op.bulkInsert("roles", [{ id: 1, name: "admin" }, { id: 2, name: "driver" }]);
   */
  bulkInsert(table: ObjectName, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void>;

  /**
   * Updates all rows that match `where`, `batchSize` rows per statement, and returns their number.
   * Inside `op.autocommit`, each batch commits on its own. A script (`--sql`) gets one UPDATE
   * statement, and the result is 0.
   * @throws GenError `batch_update_endless` if an updated row still matches `where`
   * @example
   * await op.batchUpdate({
   *   table: "vehicles",
   *   set: { manufacturer: "'unknown'" },
   *   where: "manufacturer IS NULL",
   *   batchSize: 5000,
   * });
   */
  batchUpdate(options: BatchUpdateOptions): Promise<number>;
}

export function dataMethods(executor: OpExecutor): DataMethods {
  return {
    execute: async (statement, values) =>
      executor.run({ kind: "execute", ...statementOf(statement, values) }),
    query: async <R extends Row>(statement: string | SQL, values?: readonly unknown[]) => {
      refuseOffline(executor, "query");
      const { sql, values: all } = statementOf(statement, values);
      // Nothing checks the row type: the caller asserts it.
      return (await executor.query(sql, all ?? [])) as readonly R[];
    },
    bulkInsert: async (table, rows) => {
      const into = read.table(table);
      if (!Array.isArray(rows)) {
        throw read.fail("the rows are not an array", "Give an array of objects.");
      }
      if (rows.length > 0) await executor.run({ kind: "bulkInsert", table: into, rows });
    },
    batchUpdate: async (options) => batchUpdate(executor, options),
  };
}

/** The SQL of a statement and its values. Drizzle's `sql` contains its own. */
function statementOf(statement: Expression, values: readonly unknown[] | undefined) {
  if (read.isSql(statement) && values !== undefined) {
    const problem = "values are given in addition to Drizzle's sql";
    throw read.fail(problem, "Put them into the sql`…` itself.");
  }
  if (values !== undefined && !Array.isArray(values)) {
    const problem = `the values are ${read.show(values)}`;
    throw read.fail(problem, "Give an array: $1 is its first.");
  }
  const sql = read.expression("the statement")(statement);
  return defined({ sql, values: values?.length === 0 ? undefined : values });
}

const readBatch = read.record(batchRequired, batchOptional);

/**
 * Each batch continues at the physical position (`ctid`) where the last one ended, so the whole
 * update costs two scans, no matter how many batches there are. The second pass starts again from
 * the beginning and finds rows that have moved in the meantime.
 */
async function batchUpdate(executor: OpExecutor, options: BatchUpdateOptions): Promise<number> {
  const { table, set, where, batchSize: size = 1000 } = readBatch(options);
  const quoted = quoteName(table);
  if (executor.isOffline || executor.isRecording === true) {
    await executor.run({ kind: "execute", sql: `UPDATE ${quoted}\nSET ${set}\nWHERE (${where})` });
    return 0;
  }
  const statement = batchStatement(quoted, set, `(${where})`, size);
  const firstPlace = "(0,0)";
  let place = firstPlace;
  let total = 0;
  for (;;) {
    const [row] = await executor.query(statement, [place]);
    const updated = Number(row?.["updated"] ?? 0);
    const last = row?.["last"];
    total += updated;
    if (row?.["again"] === true) {
      throw failedError(
        "batch_update_endless",
        `op.batchUpdate: rows of ${displayName(table)} that were updated still match "where".`,
        "Narrow it, so that the loop ends: for example AND manufacturer IS NULL.",
      );
    }
    if (typeof last === "string") place = last;
    else if (place === firstPlace) return total;
    else place = firstPlace;
  }
}

/**
 * `ctid` is `(block, row)`. PostgreSQL 14 and later scan a range of it in order. RETURNING evaluates
 * `where` on the updated row, which shows at once whether the loop would never end.
 * https://www.postgresql.org/docs/current/ddl-system-columns.html
 */
function batchStatement(table: string, set: string, where: string, size: number): string {
  return `WITH batch AS MATERIALIZED (
  SELECT ctid AS place FROM ${table} WHERE ctid > $1::tid AND ${where} LIMIT ${size} FOR NO KEY UPDATE
), changed AS (
  UPDATE ${table} SET ${set}
  WHERE ctid = ANY (ARRAY(SELECT place FROM batch)) AND ${where}
  RETURNING ${where} AS again
)
SELECT count(*)::int AS updated, bool_or(again) AS again,
       (SELECT max(place)::text FROM batch) AS last
FROM changed`;
}

function assignments(set: Readonly<Record<string, DefaultValue | null>>): string {
  const texts = Object.entries(set ?? {}).map(([column, value]) => {
    const text = value === null ? "NULL" : read.defaultValue(value);
    return `${quoteIdentifier(read.name("column")(column))} = ${text}`;
  });
  if (texts.length > 0) return texts.join(", ");
  throw read.fail("nothing is set", `Give { set: { manufacturer: "'unknown'" } }.`);
}

function batchSize(size: number): number {
  if (Number.isSafeInteger(size) && size >= 1) return size;
  throw read.fail(`batchSize is ${size}`, "Give a number of rows, such as 1000.");
}
