/** What would be lost if something that goes was not renamed: rows of tables, values of columns. */
import type { Held, RenameCandidate, RenameQuestion } from "../compare/renames/questions.js";
import type { Connection, Row } from "../database/connection.js";
import { DatabaseError } from "../database/errors.js";
import { textArray } from "../introspect/scope.js";
import { nameKey, quoteIdentifier, quoteName } from "../schema/identifiers.js";
import { keyOf } from "../schema/object-ref.js";
import type { QualifiedName } from "../schema/types.js";
import { readOnly } from "./read-only.js";

/** Larger tables are not counted: PostgreSQL's estimate is told. */
const MAX_ROWS = 100_000;

/** Of so many candidates, the likeliest, it is told what they hold. */
const MAX_CANDIDATES = 100;

/** Reads for half a second at most and waits for no lock; what cannot be read stays unknown. */
export function withHeld<Answer>(
  connection: Connection,
  ask: (question: RenameQuestion) => Promise<Answer>,
): (question: RenameQuestion) => Promise<Answer> {
  const known = new Map<string, Held | undefined>();
  return async (question) => {
    const places = question.candidates.slice(0, MAX_CANDIDATES).flatMap(placeOf);
    await read(
      connection,
      places.filter(({ key }) => !known.has(key)),
      known,
    );
    const candidates = question.candidates.map((candidate) => {
      const held = placeOf(candidate).map(({ key }) => known.get(key))[0];
      return held === undefined ? candidate : { ...candidate, held };
    });
    return ask({ ...question, candidates });
  };
}

interface Place {
  readonly key: string;
  readonly table: QualifiedName;
  readonly column?: string;
}

function placeOf({ rename }: RenameCandidate): readonly Place[] {
  const { object } = rename;
  if (object.kind === "table") return [{ key: keyOf(object), table: object }];
  if (object.kind !== "column") return [];
  return [{ key: keyOf(object), table: object.table, column: object.name }];
}

async function read(
  connection: Connection,
  places: readonly Place[],
  known: Map<string, Held | undefined>,
): Promise<void> {
  if (places.length === 0) return;
  const tables = [...new Map(places.map(({ table }) => [nameKey(table), table])).values()];
  const estimates = await estimate(connection, tables);
  const isIn = (table: QualifiedName) => (place: Place) => nameKey(place.table) === nameKey(table);
  for (const [index, table] of tables.entries()) {
    const count = estimates[index];
    for (const { key } of places.filter(isIn(table)))
      known.set(key, count === undefined ? undefined : { count, isExact: false });
  }
  const small = tables.filter((_, index) => (estimates[index] ?? 0) <= MAX_ROWS);
  const queries = small.map((table) => countQuery(table, places.filter(isIn(table))));
  const rows = await attempt(connection, queries);
  for (const [index, table] of small.entries()) {
    const row = rows?.[index]?.[0];
    // Nothing, where there is more to count than was looked at.
    if ((numberOf(row, "n") ?? Infinity) > MAX_ROWS) continue;
    for (const [place, { key }] of places.filter(isIn(table)).entries()) {
      const count = numberOf(row, `c${place}`);
      if (count !== undefined) known.set(key, { count, isExact: true });
    }
  }
}

async function estimate(
  connection: Connection,
  tables: readonly QualifiedName[],
): Promise<readonly (number | undefined)[]> {
  const results = await attempt(connection, [
    `select c.reltuples::float8 as n
      from unnest(${textArray(tables.map(quoteName))}) with ordinality as t (name, place)
      left join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(t.name)
      order by t.place`,
  ]);
  return tables.map((_, index) => {
    const count = numberOf(results?.[0]?.[index], "n");
    return count === undefined || count < 0 ? undefined : count;
  });
}

function countQuery(table: QualifiedName, places: readonly Place[]): string {
  const columns = places.map(({ column }) => column && quoteIdentifier(column));
  const counted = columns.map((column, place) => {
    return `count(${column ? `t.${column}` : "*"})::float8 as c${place}`;
  });
  return `select count(*)::float8 as n, ${counted.join(", ")}
    from (select ${columns.filter(Boolean).join(", ")} from ${quoteName(table)} limit ${MAX_ROWS + 1}) t`;
}

/** Undefined where the role, a lock, a policy or the time stands in the way. */
async function attempt(connection: Connection, queries: readonly string[]) {
  if (queries.length === 0) return undefined;
  const results = await readOnly(connection, queries, { lock: "100ms", statement: "500ms" });
  return results instanceof DatabaseError ? undefined : results;
}

function numberOf(row: Row | undefined, column: string): number | undefined {
  const value = row?.[column];
  return typeof value === "number" ? value : undefined;
}
