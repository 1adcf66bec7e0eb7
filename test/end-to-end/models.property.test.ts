/**
 * Random models, written as files, random edits of them, and rows in the tables: up, `check`, down,
 * and up again. `GEN_TEST_SEED` and `GEN_TEST_RUNS` choose others than those of the suite.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Connection } from "../../src/database/connection.js";
import { nameKey, quoteName } from "../../src/schema/identifiers.js";
import type { Schema, Table } from "../../src/schema/types.js";
import { type Edited, keyOf, randomEdits } from "../support/random-edits.js";
import { insertRows, randomRows } from "../support/random-rows.js";
import { renderModels } from "../support/render-models.js";
import { createRoad, type Road } from "./project.js";

const first = Number(process.env["GEN_TEST_SEED"] ?? 1);
const runs = Number(process.env["GEN_TEST_RUNS"] ?? 24);

test.each(Array.from({ length: runs }, (_, index) => first + index))("seed %i", async (seed) => {
  const edited = draw(randomEdits(), seed);
  // Models without any table are refused where they would drop some.
  if (edited.to.tables.length === 0) return;
  const road = await createRoad();
  if (seed % 2 === 0) await lookElsewhere(road.connection, edited);
  road.models(renderModels(edited.from));
  await road.revision();
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  await insertRows(road.connection, draw(randomRows(edited.from), seed));
  const before = await road.catalog();
  const rowsBefore = await rowsOf(road.connection, before);

  road.models(renderModels(edited.to));
  const proposed = await road.propose(...edited.renames);
  if (proposed === null) return;
  if (!(await passes(() => road.upgrade(), road, proposed.text))) return;
  expect(await road.check()).toEqual([]);
  const after = await road.catalog();
  const rowsAfter = await rowsOf(road.connection, after);
  expectRowsKept(edited, [before, rowsBefore], [after, rowsAfter]);
  if (!(await passes(() => road.downgrade("-1"), road, proposed.text))) return;
  expect(withGivenUp(await road.catalog(), before, proposed.text)).toEqual(before);
  expectRowsKept(
    { ...edited, nameInTo: keyOf },
    [after, rowsAfter],
    [before, await rowsOf(road.connection, before)],
  );
  if (!(await passes(() => road.upgrade(), road, proposed.text))) return;
  expect(await road.check()).toEqual([]);
  expect(proposed.differences).toEqual([]);
});

/** Puts a schema first on the path that has other tables of the models' names. */
async function lookElsewhere(connection: Connection, { from, to }: Edited): Promise<void> {
  const names = new Set([...from.tables, ...to.tables, ...to.views].map(({ name }) => name));
  const tables = [...names].map(
    (name) => `create table ${quoteName({ schema: "decoy", name })} (decoy xml)`,
  );
  await connection.batch(
    ["create schema decoy", ...tables, "set search_path = decoy, public"].join("; "),
  );
}

/** A NOT NULL that no row could be given a value for comes back only without rows, which is said. */
function withGivenUp(after: Schema, before: Schema, text: string): Schema {
  if (!text.includes("There is no value for existing rows")) return after;
  const required = new Set(
    before.tables.flatMap((table) =>
      table.columns.flatMap(({ name, notNull }) => (notNull ? [`${nameKey(table)}\0${name}`] : [])),
    ),
  );
  return {
    ...after,
    tables: after.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => ({
        ...column,
        notNull: column.notNull || required.has(`${nameKey(table)}\0${column.name}`),
      })),
    })),
  };
}

function draw<T>(arbitrary: fc.Arbitrary<T>, seed: number): T {
  const [value] = fc.sample(arbitrary, { seed, numRuns: 1 });
  if (value === undefined) throw new RangeError("nothing drawn");
  return value;
}

/**
 * Whether a run came through. Rows may forbid a change (nulls in a column that shall have none);
 * the database must then be what it was, unless a part was committed early.
 */
async function passes(run: () => Promise<void>, road: Road, text: string): Promise<boolean> {
  const [catalog, rows] = [await road.catalog(), await everyRow(road)];
  try {
    await run();
    return true;
  } catch (error) {
    if (!isAboutRows(error)) throw error;
    if (!text.includes("op.autocommit")) expect(await road.catalog()).toEqual(catalog);
    expect(await everyRow(road)).toEqual(rows);
    return false;
  }
}

/** Classes of SQLSTATE: 22 are values that do not fit, 23 violated constraints. */
function isAboutRows(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const state: unknown = Reflect.get(cause, "sqlState");
    if (typeof state === "string") return /^2[23]/.test(state);
  }
  return false;
}

type Rows = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;

async function everyRow(road: Road): Promise<Rows> {
  return rowsOf(road.connection, await road.catalog());
}

/** Every row of every table; values as text, because the client's numbers are not exact. */
async function rowsOf(connection: Connection, { tables }: Schema): Promise<Rows> {
  const rows = new Map<string, readonly Readonly<Record<string, unknown>>[]>();
  for (const table of tables) {
    const found = await connection.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from ${quoteName(table)} t`,
    );
    rows.set(
      keyOf(table),
      found.map(({ row }) => row),
    );
  }
  return rows;
}

/** What no edit has touched is what it was. */
function expectRowsKept(
  { nameInTo }: Edited,
  [before, rowsBefore]: readonly [Schema, Rows],
  [after, rowsAfter]: readonly [Schema, Rows],
): void {
  for (const table of before.tables) {
    const now = after.tables.find((one) => keyOf(one) === nameInTo(table));
    if (now === undefined) continue;
    const columns = untouched(table, now, (column) => nameInTo(table, column));
    const old = (rowsBefore.get(keyOf(table)) ?? []).map((row) =>
      JSON.stringify(columns.map(([name]) => row[name])),
    );
    const kept = (rowsAfter.get(keyOf(now)) ?? []).map((row) =>
      JSON.stringify(columns.map(([, name]) => row[name])),
    );
    expect(kept.sort()).toEqual(old.sort());
  }
}

/** Pairs of names of columns that are of one type in both. */
function untouched(
  before: Table,
  after: Table,
  nameInTo: (column: string) => string,
): readonly (readonly [string, string])[] {
  return before.columns.flatMap((column) => {
    const now = after.columns.find((one) => keyOf(after, one.name) === nameInTo(column.name));
    const isSame = now?.type.sql === column.type.sql && !now.generated && !column.generated;
    return isSame ? [[column.name, now.name] as const] : [];
  });
}
