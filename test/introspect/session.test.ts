import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { introspect } from "../../src/introspect/introspect.js";
import { openConnection } from "../../src/database/open.js";
import type { Connection } from "../../src/database/connection.js";
import { administer, createDatabase } from "../support/database.js";
import { counting, publicScope, tableOf } from "./support.js";

async function settings(connection: Connection): Promise<readonly unknown[]> {
  return await connection.query(`select name, setting from pg_settings where name in
    ('search_path', 'DateStyle', 'IntervalStyle', 'TimeZone', 'bytea_output', 'jit',
     'extra_float_digits', 'standard_conforming_strings', 'transaction_read_only') order by 1`);
}

const unusual = `set search_path = s, public; set datestyle = 'German';
  set intervalstyle = 'iso_8601'; set timezone = 'Asia/Tokyo'; set jit = on`;

async function makeTables(connection: Connection, count: number): Promise<void> {
  const tables = Array.from(
    { length: count },
    (_, i) => `create table t${i} (id serial primary key, a text unique default 'x', b int
      check (b > 0) references t0); create index on t${i} (lower(a));
      create view v${i} as select a from t${i}`,
  );
  await connection.batch(tables.join(";\n"));
}

test.each([1, 50])("%i tables take one round trip", async (count) => {
  const database = await createDatabase();
  await makeTables(database.connection, count);
  const { connection, trips } = counting(database.connection);
  const found = await introspect(connection, publicScope);
  expect(found.schema.tables).toHaveLength(count);
  expect(trips()).toBe(1);
});

test("the session keeps its settings and has no transaction open afterwards", async () => {
  const { connection } = await createDatabase();
  await connection.batch(`create schema s; create table s.t (a int); ${unusual}`);
  const before = await settings(connection);
  const found = await introspect(connection, { ...publicScope, schemas: ["s"] });
  expect(tableOf(found, "t").columns).toHaveLength(1);
  expect(found.searchPath).toEqual(["s", "public"]);
  expect(await settings(connection)).toEqual(before);
  const [row] = await connection.query("select now() = statement_timestamp() as outside");
  expect(row).toEqual({ outside: true });
});

test("a transaction that is open stays open and is seen", async () => {
  const { connection } = await createDatabase();
  await connection.batch(`create schema s; ${unusual}; begin; create table s.t (a int)`);
  const before = await settings(connection);
  const found = await introspect(
    connection,
    { ...publicScope, schemas: ["s"] },
    { insideTransaction: true },
  );
  expect(tableOf(found, "t").columns).toHaveLength(1);
  expect(await settings(connection)).toEqual(before);
  await connection.query("rollback");
  const after = await introspect(connection, { ...publicScope, schemas: ["s"] });
  expect(after.schema.tables).toEqual([]);
});

test("an error leaves session and transaction as they were", async () => {
  const { connection } = await createDatabase();
  const failing: Connection = new Proxy(connection, {
    get(target, property) {
      if (property === "batch") {
        return (sql: string) => target.batch(sql.replace("from pg_roles r", "from nowhere r"));
      }
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const before = await settings(connection);
  await expect(introspect(failing, publicScope)).rejects.toMatchObject({ sqlState: "42P01" });
  expect(await settings(connection)).toEqual(before);
  await connection.batch("begin; create table t (a int)");
  await expect(introspect(failing, publicScope, { insideTransaction: true })).rejects.toMatchObject(
    { sqlState: "42P01" },
  );
  expect(await connection.query("select * from t")).toEqual([]);
  await connection.query("rollback");
});

test("a role that may only connect reads everything", async () => {
  const { connection, url, name } = await createDatabase();
  await connection.batch(`create type mood as enum ('a'); create sequence q;
    create schema closed; create table closed.secret (a mood default 'a', id serial primary key,
      b int generated always as identity, check (b > 0));
    create index on closed.secret (abs(b)) where b > 1;
    create policy p on closed.secret using (b > 0);
    create view closed.v as select a from closed.secret;
    create materialized view closed.m as select a from closed.secret;
    comment on table closed.secret is 'why';
    revoke all on schema public from public;
    revoke all on database ${name} from public`);
  const role = `gen_test_${randomBytes(6).toString("hex")}`;
  await administer(`create role ${role} login password 'weak'`);
  try {
    await connection.query(`grant connect on database ${name} to ${role}`);
    const own = new URL(url);
    own.username = role;
    own.password = "weak";
    const few = await openConnection(own.href);
    try {
      const scope = { ...publicScope, schemas: ["public", "closed"] };
      const { searchPath: _, ...seen } = await introspect(few, scope);
      const { searchPath: __, ...all } = await introspect(connection, scope);
      // Nothing is its own, so that it would have to give everything to the owner.
      const withoutAttributes = (key: string, value: unknown): unknown =>
        key === "attributes" ? undefined : value;
      expect(JSON.parse(JSON.stringify(seen, withoutAttributes))).toEqual(
        JSON.parse(JSON.stringify(all, withoutAttributes)),
      );
      expect(seen.schema.views).toHaveLength(2);
    } finally {
      await few.close();
    }
  } finally {
    await connection.query(`revoke all on database ${name} from ${role}`);
    await administer(`drop role ${role}`);
  }
});
