/** What cannot be copied into a scratch database makes a plan unproven, never wrong. */
import { expect, onTestFinished, test } from "vitest";
import type { Connection } from "../../src/database/connection.js";
import { openConnection } from "../../src/database/open.js";
import { introspect } from "../../src/introspect/introspect.js";
import { administer, createDatabase, type TestDatabase } from "../support/database.js";
import { config, planFor, proveFile } from "./support.js";

/** What only a superuser may create. */
const setup = `create type colour;
  create function colour_in(cstring) returns colour language internal immutable strict as 'int4in';
  create function colour_out(colour) returns cstring language internal immutable strict as 'int4out';
  create type colour (input = colour_in, output = colour_out, internallength = 4, passedbyvalue, alignment = int4);
  create function hashed(int) returns int language internal immutable strict as 'hashint4';
  create table paints (id int primary key, c colour, name text);
  create table cars (id int, paint_id int);`;

/** A connection of a role that owns the tables and may create databases, and nothing else. */
async function asOwner({ name, url, connection }: TestDatabase): Promise<Connection> {
  const role = `gen_owner_${name}`;
  const own = new URL(url);
  own.username = role;
  await administer(`create role ${role} login createdb password '${own.password}'`);
  await connection.batch(`alter table cars owner to ${role}; alter table paints owner to ${role};
    grant create, usage on schema public to ${role}`);
  const owner = await openConnection(own.href);
  onTestFinished(async () => {
    await owner.close();
    await connection.batch(`reassign owned by ${role} to current_user; drop owned by ${role}`);
    await administer(`drop role ${role}`);
  });
  return owner;
}

async function provenInScratch(change: string) {
  const database = await createDatabase();
  const { connection } = database;
  await connection.batch(setup);
  await connection.batch(`begin; ${change}`);
  const { schema } = await introspect(connection, config, { insideTransaction: true });
  await connection.query("rollback");
  const owner = await asOwner(database);
  const url = new URL(database.url);
  url.username = `gen_owner_${database.name}`;
  const plan = await planFor(owner, schema);
  return proveFile({ connection: owner, url: url.href, ...plan, mode: "scratch" });
}

test.each([
  [
    "a column of a base type",
    "alter table cars add c colour",
    /^type (public\.)?colour cannot be copied into a scratch database: must be superuser/,
  ],
  [
    "a check with a function of the server itself",
    "alter table cars add check (hashed(id) > 0)",
    /^function (public\.)?hashed\(integer\) cannot be copied into a scratch database: permission denied for language internal/,
  ],
  [
    "a change to a table that has such a column",
    "alter table paints add more int",
    /^type (public\.)?colour cannot be copied into a scratch database: must be superuser/,
  ],
])("%s", async (_, change, reason) => {
  const proof = await provenInScratch(change);
  expect(proof.reason).toMatch(reason);
  expect(proof).toMatchObject({ proven: false, where: null, differences: [] });
});

test("a table with such a column is there for a foreign key all the same, without it", async () => {
  const proof = await provenInScratch(
    "alter table cars add foreign key (paint_id) references paints",
  );
  expect(proof).toMatchObject({ proven: true, where: "scratch", differences: [] });
});

test("a plan that is wrong besides is wrong", async () => {
  const database = await createDatabase();
  await database.connection.batch(setup);
  const owner = await asOwner(database);
  const { seen } = await planFor(owner, (await introspect(owner, config)).schema);
  const url = new URL(database.url);
  url.username = `gen_owner_${database.name}`;
  const wrong = "alter table cars add foreign key (paint_id) references nowhere";
  const proof = await proveFile({
    connection: owner,
    url: url.href,
    seen,
    upgrade: [{ kind: "execute", sql: wrong }],
    downgrade: [],
    mode: "scratch",
  });
  expect(proof).toMatchObject({ proven: false, where: "scratch" });
  expect(proof.differences[0]?.message).toContain('relation "nowhere" does not exist');
});

test("the database's own search path and settings hold in the scratch database", async () => {
  const { url, name } = await createDatabase();
  await administer(`alter database ${name} set search_path = "Other Schema", fleet;
    alter database ${name} set gen.bonus = '3'`);
  const session = await openConnection(url);
  onTestFinished(() => session.close());
  await session.batch(`drop schema public; create schema "Other Schema"; create schema fleet;
    create table "Other Schema".cars (id int); create table fleet.trips (id int);
    create function fleet.count_cars() returns bigint language sql stable
      as 'select count(*) + current_setting(''gen.bonus'')::int from cars';`);
  await session.batch("begin; create view fleet.v as select count_cars() as n from trips");
  const { schema } = await introspect(session, config, { insideTransaction: true });
  await session.query("rollback");
  const plan = await planFor(session, schema);
  expect(plan.upgrade.map((one) => one.kind)).toEqual(["createView"]);
  for (const mode of ["transaction", "scratch"] as const)
    expect(await proveFile({ connection: session, url, ...plan, mode })).toMatchObject({
      proven: true,
      where: mode,
    });
});
