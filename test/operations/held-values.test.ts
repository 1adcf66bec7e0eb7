import { expect, test } from "vitest";
import { DatabaseError } from "../../src/database/errors.js";
import { compile } from "../../src/operations/rules.js";
import type { AlterEnum } from "../../src/operations/types.js";
import { createDatabase } from "../support/database.js";
import { apply } from "./apply.js";

const mood = { schema: "public", name: "Mood" };
const removal: AlterEnum = {
  kind: "alterEnum",
  enum: mood,
  values: ["ok", "it's"],
  uses: [
    { table: { schema: "public", name: "T one" }, column: "m$gen$", array: false },
    { table: { schema: "public", name: "T one" }, column: "all", array: true },
  ],
};
const ddl = `create type "Mood" as enum ('ok', 'gone', 'it''s', 'lost');
  create table "T one" (id int, "m$gen$" "Mood" default 'ok', "all" "Mood"[])`;

async function refusal(rows: string, operation = removal) {
  const { connection } = await createDatabase();
  await connection.batch(`${ddl}; insert into "T one" values ${rows}`);
  const error = await apply(connection, [operation]).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  return { error, connection };
}

test("a value that rows still hold is named with table, column and the query that finds them", async () => {
  const { error, connection } = await refusal(
    `(1, 'gone', null), (2, 'ok', '{ok}'), (3, 'lost', null)`,
  );
  if (!(error instanceof DatabaseError)) throw new Error("not refused");
  expect(error.message).toContain(
    "The enum public.Mood no longer has 'gone', 'lost', but rows of public.T one.m$gen$ still hold it.",
  );
  const query = /SELECT .*\)(?=\. Change)/.exec(error.hint ?? "")?.[0] ?? "";
  expect(await connection.query(query)).toMatchObject([{ id: 1 }, { id: 3 }]);
  expect(error.hint).toContain("mapping");
});

test("an element of an array is found as well, a null is none", async () => {
  const { error, connection } = await refusal(`(1, null, '{ok,gone}'), (2, null, '{null,ok}')`);
  if (!(error instanceof DatabaseError)) throw new Error("not refused");
  expect(error.message).toContain(
    "no longer has 'gone', but rows of public.T one.all still hold it",
  );
  const query = /SELECT .*\)(?=\. Change)/.exec(error.hint ?? "")?.[0] ?? "";
  expect(await connection.query(query)).toMatchObject([{ id: 1 }]);
});

test("a mapping replaces them", async () => {
  const { error, connection } = await refusal(`(1, 'gone', '{lost,it''s}')`, {
    ...removal,
    mapping: { gone: "ok", lost: "it's" },
  });
  expect(error).toBeUndefined();
  expect(await connection.query(`select * from "T one"`)).toMatchObject([
    { id: 1, m$gen$: "ok", all: "{it's,it's}" },
  ]);
});

test("nobody is asked where no column has the type", () => {
  expect(compile({ ...removal, uses: [] })[0]?.sql).toMatch(/^ALTER TYPE/);
});
