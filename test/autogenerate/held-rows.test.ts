/** What a question about a rename says would be lost, and what it may cost to find out. */
import { expect, test } from "vitest";
import { withHeld } from "../../src/autogenerate/held-rows.js";
import type { Held, RenameQuestion } from "../../src/compare/renames/questions.js";
import type { Rename } from "../../src/compare/renames/rename.js";
import { refTo } from "../../src/schema/object-ref.js";
import type { Connection } from "../../src/database/connection.js";
import { openConnection } from "../../src/database/open.js";
import { createDatabase } from "../support/database.js";

const named = (name: string) => ({ schema: "public", name });

function ofTables(...names: readonly string[]): RenameQuestion {
  return question(names.map((name) => ({ object: refTo("table", named(name)), to: "new" })));
}

function ofColumns(table: string, ...names: readonly string[]): RenameQuestion {
  return question(
    names.map((name) => ({ object: { kind: "column", table: named(table), name }, to: "new" })),
  );
}

function question(renames: readonly Rename[]): RenameQuestion {
  return {
    added: refTo("table", named("new")),
    candidates: renames.map((rename) => ({ rename, isSure: false, isLikely: false })),
    othersAdded: 0,
  };
}

async function held(
  connection: Connection,
  asked: RenameQuestion,
): Promise<readonly (Held | undefined)[]> {
  return withHeld(connection, async ({ candidates }) => candidates.map((one) => one.held))(asked);
}

const exactly = (count: number): Held => ({ count, isExact: true });

test("rows of tables, values of columns, estimates of what is large", async () => {
  const { connection } = await createDatabase();
  await connection.batch(`create table "We ird""s" (a integer, "B b" text);
    insert into "We ird""s" values (1, null), (2, 'x'), (null, null);
    create table empty (a integer);
    create table large (a integer, b integer) with (autovacuum_enabled = off);
    insert into large select n from generate_series(1, 100001) n; analyze large;
    create table unanalyzed (a integer) with (autovacuum_enabled = off);
    insert into unanalyzed select n from generate_series(1, 100001) n`);
  expect(await held(connection, ofTables('We ird"s', "empty", "large", "unanalyzed"))).toEqual([
    exactly(3),
    exactly(0),
    { count: 100_001, isExact: false },
    undefined,
  ]);
  expect(await held(connection, ofColumns('We ird"s', "a", "B b"))).toEqual([
    exactly(2),
    exactly(1),
  ]);
  const [large] = await held(connection, ofColumns("large", "b"));
  expect(large).toEqual({ count: 100_001, isExact: false });
  // Nothing else is read, and a transaction is not left open.
  expect(await held(connection, { ...ofTables("large"), candidates: [] })).toEqual([]);
  const [state] = await connection.query("select pg_current_xact_id_if_assigned() as id");
  expect(state).toEqual({ id: null });
});

test("what is locked, hidden by policies or not readable stays unknown", async () => {
  const { connection, url } = await createDatabase();
  await connection.batch(`create table locked (a integer); insert into locked values (1);
    create table hidden (a integer); insert into hidden values (1); analyze hidden;
    alter table hidden enable row level security;
    create table secret (a integer);
    create role held_reader; grant select on hidden to held_reader`);
  const other = await openConnection(url, { applicationName: "test" });
  try {
    await other.batch("begin; lock table locked in access exclusive mode");
    expect(await held(connection, ofTables("locked"))).toEqual([undefined]);
    await other.batch("rollback; set role held_reader");
    // A count of the rows that the policies show would be 0.
    expect(await held(other, ofTables("hidden"))).toEqual([{ count: 1, isExact: false }]);
    expect(await held(other, ofTables("secret"))).toEqual([undefined]);
    expect(await held(connection, ofTables("locked"))).toEqual([exactly(1)]);
  } finally {
    await other.close();
    await connection.batch("drop owned by held_reader; drop role held_reader");
  }
});

test("nothing is asked twice", async () => {
  const { connection } = await createDatabase();
  await connection.batch("create table t (a integer); insert into t values (1)");
  const ask = withHeld(connection, async ({ candidates }) => candidates[0]?.held);
  expect(await ask(ofTables("t"))).toEqual(exactly(1));
  await connection.batch("drop table t");
  expect(await ask(ofTables("t"))).toEqual(exactly(1));
});
