/** An application on a hosted platform, in whose database much is the platform's. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { insertRows, randomRows } from "../../support/random-rows.js";
import { createRoad } from "../project.js";

/** What a platform, an administrator and another tool have created before the first migration. */
const platform = `
  create schema auth; create schema storage; create schema extensions;
  create extension citext schema extensions;
  do $$ begin create role anon; exception when duplicate_object or unique_violation then end $$;
  do $$ begin create role authenticated; exception when duplicate_object or unique_violation then end $$;
  create type auth.aal_level as enum ('aal1', 'aal2');
  create table auth.users (id uuid primary key, email varchar(255), encrypted_password text, aal auth.aal_level);
  create table auth.sessions (id uuid primary key, user_id uuid references auth.users on delete cascade);
  create function auth.uid() returns uuid language sql stable as
    $$ select nullif(current_setting('request.jwt.claim.sub', true), '')::uuid $$;
  create table storage.objects (id uuid primary key, name text, owner uuid);
  create table public.schema_migrations (version varchar(14) primary key);`;

/** Everything outside the application's own schema. */
const others = `select c.oid::regclass::text as relation, a.attname::text as column,
    format_type(a.atttypid, a.atttypmod) as type
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace in ('auth'::regnamespace, 'storage'::regnamespace) or c.relname = 'schema_migrations'
  order by 1, a.attnum`;

const text = readFileSync(new URL("hosted.models.ts", import.meta.url), "utf8");

test("an application on a hosted platform leaves alone what is the platform's", async () => {
  const road = await createRoad({ casing: "snake_case" });
  await road.connection.batch(platform);
  const [nothing, theirs] = [await road.catalog(), await road.connection.query(others)];
  road.models(text);
  await road.revision();
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  const { tables } = await road.catalog();
  const own = tables.filter(
    ({ schema, name }) => schema === "public" && name !== "schema_migrations",
  );
  expect(own.map((table) => table.name).sort()).toEqual([
    "attachments",
    "documents",
    "members",
    "profiles",
    "teams",
  ]);
  await road.connection.batch(
    "insert into auth.users select gen_random_uuid() from generate_series(1, 5)",
  );
  const simple = own.filter(({ name }) => name === "teams");
  const rows = fc.sample(randomRows({ ...(await road.catalog()), tables: simple }), {
    seed: 1,
    numRuns: 1,
  });
  await insertRows(road.connection, rows.flat());

  const edits: readonly (readonly [string, string])[] = [
    [`"free", "team", "business"`, `"free", "team", "business", "school"`],
    [`default("free")`, `default("school")`],
    [
      `unique("documents_number").on(t.number)`,
      `unique("documents_number").on(t.teamId, t.number)`,
    ],
    [`width: integer(),`, `width: integer(), storedBy: uuid().references(() => authUsers.id),`],
    [`title: text().notNull()`, `title: varchar({ length: 200 }).notNull()`],
    [`using: sql\`true\``, `using: sql\`\${t.handle} <> ''\``],
    [`.unique()\n      .references`, `.references`],
  ];
  let models = text;
  for (const [from, to] of edits) {
    expect(models).toContain(from);
    models = models.replace(from, () => to);
    road.models(models);
    const catalog = await road.catalog();
    expect([to, await road.revision()]).not.toEqual([to, null]);
    await road.upgrade();
    expect([to, await road.check()]).toEqual([to, []]);
    await road.downgrade("-1");
    expect([to, await road.catalog()]).toEqual([to, catalog]);
    await road.upgrade();
  }
  expect(await road.connection.query(others)).toEqual(theirs);
  await road.downgrade("base");
  expect(await road.catalog()).toEqual(nothing);
  expect(await road.connection.query(others)).toEqual(theirs);
}, 300_000);
