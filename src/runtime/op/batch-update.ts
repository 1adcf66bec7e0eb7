import { failedError } from "../../errors.js";
import { displayName, quoteIdentifier, quoteName } from "../../schema/identifiers.js";
import * as read from "./arguments.js";
import type { OpExecutor } from "./context.js";
import type { Inputs, OptionsOf } from "./method.js";
import type { DefaultValue } from "./types.js";

const required = {
  table: read.table,
  /** New values as SQL, by column: `{ manufacturer: "'unknown'" }`. */
  set: assignments,
  /** Which rows; none that was updated may be found by it again. */
  where: read.expression("where"),
};

const optional = {
  /** Rows per statement; 1,000 by default. */
  batchSize,
};

export interface BatchUpdateOptions extends Inputs<typeof required>, OptionsOf<typeof optional> {}

const readOptions = read.record(required, optional);

/**
 * Updates in bounded steps and returns how many rows. Each step goes on where the last one stopped,
 * by the rows' physical place, so that the whole costs two scans however many steps there are; the
 * last pass, from the start, finds what moved meanwhile. While a script or a plan is written it is
 * one plain UPDATE, and 0 rows.
 */
export async function batchUpdate(
  executor: OpExecutor,
  options: BatchUpdateOptions,
): Promise<number> {
  const { table, set, where, batchSize: size = 1000 } = readOptions(options, "batchUpdate");
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
 * `ctid` is `(block, row)`; PostgreSQL 14 and later scan a range of it in its order. The new
 * version of a row is judged by RETURNING, which tells at once if the loop would never end.
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

function assignments(set: Readonly<Record<string, DefaultValue | null>>, method: string): string {
  const texts = Object.entries(set ?? {}).map(([column, value]) => {
    const text = value === null ? "NULL" : read.defaultValue(value, method);
    return `${quoteIdentifier(read.name("column")(column, method))} = ${text}`;
  });
  if (texts.length > 0) return texts.join(", ");
  throw read.fail(method, "nothing is set", `Give { set: { manufacturer: "'unknown'" } }.`);
}

function batchSize(size: number, method: string): number {
  if (Number.isSafeInteger(size) && size >= 1) return size;
  throw read.fail(method, `batchSize is ${size}`, "Give a number of rows, such as 1000.");
}
