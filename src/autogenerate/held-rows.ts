/** What would be lost if something that goes was not renamed: rows of tables, values of columns. */
import type { Held, RenameCandidate, RenameQuestion } from "../compare/renames/questions.js";
import type { Connection, Row } from "../database/connection.js";
import { textArray } from "../introspect/scope.js";
import { nameKey, quoteIdentifier, quoteName } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";

/** Larger tables are not counted: PostgreSQL's estimate is told. */
const MAX_ROWS = 100_000;

/** Of so many candidates, the likeliest, it is told what they hold. */
const MAX_CANDIDATES = 100;

/**
 * The same asker, told what each candidate holds. Reads for half a second at most, waits for no
 * lock, and asks nothing twice: what cannot be read stays unknown.
 */
export function withHeld<Answer>(
  connection: Connection,
  ask: (question: RenameQuestion) => Promise<Answer>,
): (question: RenameQuestion) => Promise<Answer> {
  const known = new Map<string, Held | undefined>();
  return async (question) => {
    const unknown = question.candidates
      .slice(0, MAX_CANDIDATES)
      .filter((one) => !known.has(keyOf(one)));
    for (const [candidate, held] of await read(connection, unknown))
      known.set(keyOf(candidate), held);
    return ask({
      ...question,
      candidates: question.candidates.map((candidate) => {
        const held = known.get(keyOf(candidate));
        return held === undefined ? candidate : { ...candidate, held };
      }),
    });
  };
}

function keyOf({ rename }: RenameCandidate): string {
  switch (rename.kind) {
    case "table":
      return nameKey(rename.from);
    case "column":
      return `${nameKey(rename.table)}\0${rename.from}`;
    default:
      return "";
  }
}

/** What is to be counted in one table: its rows, or the values of columns that are not null. */
interface Counts {
  readonly table: QualifiedName;
  readonly of: readonly { readonly candidate: RenameCandidate; readonly column?: string }[];
}

type Found = readonly (readonly [RenameCandidate, Held | undefined])[];

async function read(
  connection: Connection,
  candidates: readonly RenameCandidate[],
): Promise<Found> {
  const counts = countsOf(candidates);
  if (counts.length === 0) return [];
  const estimates = await estimate(connection, counts);
  const isSmall = (one: Counts): boolean => (estimates.get(one) ?? 0) <= MAX_ROWS;
  const small = counts.filter(isSmall);
  const rows = await attempt(connection, small.map(countQuery));
  const estimated = (one: Counts): Found =>
    one.of.map(({ candidate }) => {
      const count = estimates.get(one);
      return [candidate, count === undefined ? undefined : { count, isExact: false }];
    });
  return [
    ...counts.flatMap(estimated),
    ...small.flatMap((one, index) => countedIn(one, rows?.[index]?.[0])),
  ];
}

function countsOf(candidates: readonly RenameCandidate[]): readonly Counts[] {
  const byTable = new Map<string, { table: QualifiedName; of: Counts["of"][number][] }>();
  const put = (table: QualifiedName, one: Counts["of"][number]): void => {
    const key = nameKey(table);
    const counts = byTable.get(key) ?? { table, of: [] };
    counts.of.push(one);
    byTable.set(key, counts);
  };
  for (const candidate of candidates) {
    const { rename } = candidate;
    if (rename.kind === "table") put(rename.from, { candidate });
    if (rename.kind === "column") put(rename.table, { candidate, column: rename.from });
  }
  return [...byTable.values()];
}

/** PostgreSQL's own estimates of rows. Of a table that it has never analyzed there is none. */
async function estimate(
  connection: Connection,
  counts: readonly Counts[],
): Promise<ReadonlyMap<Counts, number>> {
  const names = textArray(counts.map(({ table }) => quoteName(table)));
  const results = await attempt(connection, [
    `select c.reltuples::float8 as n
      from unnest(${names}) with ordinality as t (name, place)
      left join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(t.name)
      order by t.place`,
  ]);
  return new Map(
    counts.flatMap((one, index) => {
      const count = numberOf(results?.[0]?.[index], "n");
      return count === undefined || count < 0 ? [] : [[one, count] as const];
    }),
  );
}

function countQuery({ table, of }: Counts): string {
  const names = of.flatMap(({ column }) => (column === undefined ? [] : [quoteIdentifier(column)]));
  const counted = of.map(({ column }, place) =>
    column === undefined
      ? `count(*)::float8 as c${place}`
      : `count(t.${quoteIdentifier(column)})::float8 as c${place}`,
  );
  return `select count(*)::float8 as n, ${counted.join(", ")}
    from (select ${names.join(", ")} from ${quoteName(table)} limit ${MAX_ROWS + 1}) t`;
}

/** Nothing, where there is more to count than was looked at. */
function countedIn({ of }: Counts, row: Row | undefined): Found {
  if ((numberOf(row, "n") ?? Infinity) > MAX_ROWS) return [];
  return of.flatMap(({ candidate }, place): Found => {
    const count = numberOf(row, `c${place}`);
    return count === undefined ? [] : [[candidate, { count, isExact: true }]];
  });
}

/** Undefined where the role, a lock, a policy or the time stands in the way. */
async function attempt(
  connection: Connection,
  queries: readonly string[],
): Promise<readonly (readonly Row[])[] | undefined> {
  if (queries.length === 0) return undefined;
  // A count that policies narrow would be told as if it was all.
  const settings = `begin read only; set local lock_timeout = '100ms';
    set local statement_timeout = '500ms'; set local row_security = off`;
  try {
    const results = await connection.batch(`${settings}; ${queries.join("; ")}`);
    return results.slice(-queries.length);
  } catch {
    return undefined;
  } finally {
    await connection.batch("rollback").catch(() => undefined);
  }
}

function numberOf(row: Row | undefined, column: string): number | undefined {
  const value = row?.[column];
  return typeof value === "number" ? value : undefined;
}
