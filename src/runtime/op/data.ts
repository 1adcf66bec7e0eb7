import type { SQL } from "drizzle-orm";
import type { Row } from "../../database/connection.js";
import { defined } from "../../defined.js";
import type { Execute } from "../../operations/types.js";
import { batchUpdate, type BatchUpdateOptions } from "./batch-update.js";
import * as read from "./arguments.js";
import { type OpExecutor, refuseOffline } from "./context.js";
import type { Expression, ObjectName } from "./types.js";

export interface DataMethods {
  /**
   * Runs a statement of your own.
   *
   * @example await op.execute("UPDATE users SET role = $1 WHERE role IS NULL", ["driver"]);
   * @example await op.execute(sql`CREATE EXTENSION citext`);
   */
  execute(statement: string | SQL, values?: readonly unknown[]): Promise<void>;

  /**
   * Runs a query and returns its rows. Not while a script is written (`--sql`), for then there
   * is no database to ask; `op.isOffline` tells.
   *
   * @example const [row] = await op.query<{ n: number }>("SELECT count(*)::int AS n FROM users");
   */
  query<R extends Row = Row>(
    statement: string | SQL,
    values?: readonly unknown[],
  ): Promise<readonly R[]>;

  /**
   * Inserts rows, by the columns' names in the database. A column that a row does not mention
   * gets its default. Many rows become several statements.
   *
   * @example await op.bulkInsert("roles", [{ id: 1, name: "admin" }, { id: 2, name: "driver" }]);
   */
  bulkInsert(table: ObjectName, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void>;

  /**
   * Updates all rows that `where` finds, `batchSize` (1,000) at a time, and returns how many they
   * were. After the update `where` must no longer find a row, or the loop would not end; it stops
   * with an error if so. Each batch commits by itself inside `op.autocommit`.
   *
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
      executor.run({ kind: "execute", ...statementOf("execute", statement, values) }),
    query: async <R extends Row>(statement: string | SQL, values?: readonly unknown[]) => {
      refuseOffline(executor, "query");
      const { sql, values: all } = statementOf("query", statement, values);
      // What the rows look like is the caller's word, as with any query in text.
      return (await executor.query(sql, all ?? [])) as readonly R[];
    },
    bulkInsert: async (table, rows) => {
      const into = read.table(table, "bulkInsert");
      if (!Array.isArray(rows)) {
        throw read.fail("bulkInsert", "the rows are not an array", "Give an array of objects.");
      }
      if (rows.length > 0) await executor.run({ kind: "bulkInsert", table: into, rows });
    },
    batchUpdate: async (options) => batchUpdate(executor, options),
  };
}

/** The SQL of a statement and its values, which `sql` brings along. */
function statementOf(
  method: string,
  statement: Expression,
  values: readonly unknown[] | undefined,
): Pick<Execute, "sql" | "values"> {
  if (read.isSql(statement) && values !== undefined) {
    const problem = "values are given beside Drizzle's sql";
    throw read.fail(method, problem, "Put them into the sql`…` itself.");
  }
  if (values !== undefined && !Array.isArray(values)) {
    const problem = `the values are ${read.show(values)}`;
    throw read.fail(method, problem, "Give an array: $1 is its first.");
  }
  const sql = read.expression("the statement")(statement, method);
  return defined({ sql, values: values?.length === 0 ? undefined : values });
}
