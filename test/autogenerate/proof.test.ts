/** What a proof finds, where it happens, and that it leaves no trace. */
import { describe, expect, test } from "vitest";
import { openConnection } from "../../src/database/open.js";
import { introspect } from "../../src/introspect/introspect.js";
import type { Operation } from "../../src/operations/types.js";
import { administer } from "../support/database.js";
import { config, planned, proveFile } from "./support.js";

const before = "create table t (id int primary key, a text); create table u (t int references t);";
const after =
  "create table t (id int primary key, a text not null, b int); create table u (t int references t);";

describe("a plan that is wrong", () => {
  test.each(["transaction", "scratch"] as const)("leaves something to do: %s", async (mode) => {
    const input = await planned(before, after);
    const [, ...upgrade] = input.upgrade;
    expect(await proveFile({ ...input, upgrade, mode })).toMatchObject({
      proven: false,
      where: mode,
      differences: [
        { direction: "upgrade", message: "leaves undone: add column public.t.b" },
        {
          direction: "downgrade",
          message: expect.stringContaining("fails at drop column public.t.b"),
        },
      ],
    });
  });

  test("does not come back", async () => {
    const input = await planned(before, after);
    const downgrade = input.downgrade.filter((operation) => operation.kind !== "dropColumn");
    const { differences } = await proveFile({ ...input, downgrade });
    expect(differences).toMatchObject([
      { direction: "downgrade", message: "leaves undone: drop column public.t.b" },
      {
        direction: "upgrade",
        message: expect.stringContaining("fails after the downgrade at add column"),
      },
    ]);
  });

  test.each(["transaction", "scratch"] as const)("forgets what stands on it: %s", async (mode) => {
    const input = await planned(`${before} create view v as select a from t;`, before);
    const change: Operation = {
      kind: "alterColumn",
      table: { schema: "public", name: "t" },
      column: "a",
      changes: { type: { sql: "character varying(9)" } },
      previous: { type: { sql: "text" } },
    };
    const proof = await proveFile({ ...input, upgrade: [change], downgrade: [], mode });
    expect(proof).toMatchObject({ proven: false, where: mode });
    expect(proof.differences[0]?.message).toContain("cannot alter type of a column used by a view");
  });
});

describe("where it happens", () => {
  test("in a scratch database when part of it cannot run inside a transaction", async () => {
    const input = await planned(
      "create type mood as enum ('a'); create table t (m mood);",
      "create type mood as enum ('a', 'b'); create table t (m mood default 'b');",
    );
    expect(input.upgrade.map(({ kind }) => kind)).toContain("autocommit");
    expect(await proveFile(input)).toMatchObject({ proven: true, where: "scratch" });
    expect(await proveFile({ ...input, mode: "transaction" })).toMatchObject({
      proven: false,
      where: null,
      reason: "part of it cannot run inside a transaction",
    });
  });

  test("in a scratch database when a table is large", async () => {
    const input = await planned(
      `${before} insert into t select i, 'x' from generate_series(1, 20000) i; analyze t;`,
      after,
    );
    expect(await proveFile(input)).toMatchObject({ proven: true, where: "scratch" });
  });

  test("in a scratch database when rows are in the way, which is said", async () => {
    const input = await planned(`${before} insert into t values (1, null);`, after);
    const proof = await proveFile(input);
    expect(proof).toMatchObject({ proven: false, where: "scratch", differences: [] });
    expect(proof.notes[0]).toMatch(/^With the rows .* contains null values/);
  });

  test.each(["access share", "access exclusive"])(
    "in a scratch database when somebody else holds a lock: %s",
    async (mode) => {
      const input = await planned(before, after);
      const other = await openConnection(input.url);
      await other.batch(`begin; lock table t in ${mode} mode`);
      try {
        const { reason, ...proof } = await proveFile(input);
        expect(proof).toMatchObject({ where: "scratch", differences: [] });
        if (mode === "access share") expect(proof.proven).toBe(true);
        else expect(reason).toMatch(/^it could not be checked against the rows/);
      } finally {
        await other.close();
      }
    },
  );

  test("in an embedded one when the role may not create databases", async () => {
    const input = await planned(before, after);
    const role = `gen_role_${input.database.name}`;
    const url = new URL(input.url);
    url.username = role;
    await administer(`create role ${role} login password '${url.password}'`);
    try {
      const connection = await openConnection(url.href);
      const proof = await proveFile({ ...input, connection, url: url.href });
      await connection.close();
      expect(proof).toMatchObject({ proven: false, where: "pglite", differences: [] });
      expect(proof.rows?.untried[0]?.message).toBe("permission denied for table t");
    } finally {
      await administer(`drop role ${role}`);
    }
  }, 120_000);
});

test("functions, domains and extensions are there in a scratch database", async () => {
  const setup = `create extension citext; create domain positive as int check (value > 0);
    create type pair as (a int, b text);
    create function twice(x int) returns int language sql immutable as 'select x * 2';`;
  const input = await planned(
    `${setup} create table t (a citext, b positive, c int generated always as (twice(1)) stored);`,
    `${setup} create table t (a citext default 'x', b positive, c int generated always as (twice(1)) stored,
      d pair, check (twice(b) > 2));`,
  );
  expect(await proveFile({ ...input, mode: "scratch" })).toMatchObject({
    proven: true,
    where: "scratch",
  });
});

test("roles are made and taken back with it", async () => {
  const input = await planned("create table t (a int);", "create table t (a int, b int);");
  const name = `gen_new_${input.database.name}`;
  const role = { name, createDb: false, createRole: false, inherit: true };
  const upgrade: readonly Operation[] = [{ kind: "createRole", role }, ...input.upgrade];
  const downgrade: readonly Operation[] = [...input.downgrade, { kind: "dropRole", name }];
  const seen = { ...input.seen, desired: { ...input.seen.desired, roles: [role] } };
  for (const mode of ["transaction", "scratch"] as const)
    expect(await proveFile({ ...input, upgrade, downgrade, seen, mode })).toMatchObject({
      proven: true,
    });
  const left = await input.connection.query("select from pg_roles where rolname = $1", [name]);
  expect(left).toEqual([]);
});

test("nothing of it stays: no transaction, no setting, no value of a sequence", async () => {
  const input = await planned(
    "create sequence s maxvalue 1000; select setval('s', 500); create table t (a int);",
    "create sequence s maxvalue 100; create table t (a bigint);",
  );
  const { connection } = input;
  const state = async () => [
    await connection.query("select last_value, is_called from s"),
    await connection.query(
      "select name, setting from pg_settings where name in ('search_path', 'lock_timeout', 'statement_timeout', 'check_function_bodies')",
    ),
    await introspect(connection, config),
    await connection.query("select now() = statement_timestamp() as idle"),
  ];
  const was = await state();
  expect(await proveFile(input)).toMatchObject({ proven: true, where: "scratch" });
  expect(await state()).toEqual(was);
});
