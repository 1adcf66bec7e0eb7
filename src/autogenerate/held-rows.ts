/** What is lost if a removed object was not renamed: rows of tables, values of columns. */
import type { Held, RenameQuestion } from "../compare/renames/questions.js";
import type { Connection, Row } from "../database/connection.js";
import { DatabaseError } from "../database/errors.js";
import { defined } from "../defined.js";
import { textArray } from "../introspect/scope.js";
import { quoteIdentifier, quoteName } from "../schema/identifiers.js";
import { keyOf, type ObjectRef } from "../schema/object-ref.js";
import { readOnly } from "./read-only.js";

/** Larger tables are not counted: PostgreSQL's estimate is used. */
const MAX_ROWS = 100_000;

/** For how many candidates, most likely first, the rows are counted. */
const MAX_CANDIDATES = 100;

type Holder = ObjectRef<"table" | "column">;

/** Reads for at most half a second and waits for no lock. What cannot be read stays unknown. */
export function withHeld<Answer>(
  connection: Connection,
  ask: (question: RenameQuestion) => Promise<Answer>,
): (question: RenameQuestion) => Promise<Answer> {
  const known = new Map<string, Held | undefined>();
  return async (question) => {
    const holders = question.candidates
      .slice(0, MAX_CANDIDATES)
      .flatMap(({ rename: { object } }): readonly Holder[] =>
        object.kind === "table" || object.kind === "column" ? [object] : [],
      );
    const unknown = holders.filter((holder) => !known.has(keyOf(holder)));
    if (unknown.length > 0) await read(connection, unknown, known);
    const candidates = question.candidates.map((candidate) => {
      return { ...candidate, ...defined({ held: known.get(keyOf(candidate.rename.object)) }) };
    });
    return ask({ ...question, candidates });
  };
}

async function read(
  connection: Connection,
  holders: readonly Holder[],
  known: Map<string, Held | undefined>,
): Promise<void> {
  const byTable = new Map<string, Holder[]>();
  for (const holder of holders) {
    const table = quoteName(holder.kind === "table" ? holder : holder.table);
    byTable.set(table, [...(byTable.get(table) ?? []), holder]);
  }
  const estimates = await estimate(connection, [...byTable.keys()]);
  for (const [table, held] of byTable) {
    const count = estimates.get(table);
    for (const holder of held)
      known.set(keyOf(holder), count === undefined ? undefined : { count, isExact: false });
  }
  const small = [...byTable].filter(([table]) => (estimates.get(table) ?? 0) <= MAX_ROWS);
  const rows = await attempt(connection, small.map(countQuery));
  for (const [index, [, held]] of small.entries()) {
    const row = rows?.[index]?.[0];
    // Unknown if there is more to count than was read.
    if ((numberOf(row, "n") ?? Infinity) > MAX_ROWS) continue;
    for (const [place, holder] of held.entries()) {
      const count = numberOf(row, `c${place}`);
      if (count !== undefined) known.set(keyOf(holder), { count, isExact: true });
    }
  }
}

/** By the tables' quoted names. Absent for tables that were never analyzed. */
async function estimate(connection: Connection, tables: readonly string[]) {
  const results = await attempt(connection, [
    `select t.name, c.reltuples::float8 as n from unnest(${textArray(tables)}) t (name)
      join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(t.name)
      where c.reltuples >= 0`,
  ]);
  return new Map(results?.[0]?.map((row) => [row["name"], numberOf(row, "n")]));
}

function countQuery([table, holders]: readonly [string, readonly Holder[]]): string {
  const columns = holders.map(({ kind, name }) => kind === "column" && quoteIdentifier(name));
  const counted = columns.map((column, place) => {
    return `count(${column ? `t.${column}` : "*"})::float8 as c${place}`;
  });
  return `select count(*)::float8 as n, ${counted.join(", ")}
    from (select ${columns.filter(Boolean).join(", ")} from ${table} limit ${MAX_ROWS + 1}) t`;
}

/** `undefined` if the role, a lock, a policy or the time limit prevents it. */
async function attempt(connection: Connection, queries: readonly string[]) {
  if (queries.length === 0) return undefined;
  const results = await readOnly(connection, queries, { lock: "100ms", statement: "500ms" });
  return results instanceof DatabaseError ? undefined : results;
}

function numberOf(row: Row | undefined, column: string): number | undefined {
  const value = row?.[column];
  return typeof value === "number" ? value : undefined;
}
