/** A model's table in an expression is that table, wherever the session looks first. */
import { expect, test } from "vitest";
import { script } from "../../src/autogenerate/diff/script.js";
import { diff, parseSide } from "../../src/autogenerate/diff/diff.js";
import type { Connection } from "../../src/database/connection.js";
import { openConnection } from "../../src/database/open.js";
import { runStatements } from "../runtime/script/psql.js";
import { header } from "./header.js";
import { createRoad } from "./project.js";
import { upgradeScript } from "../support/runs.js";

const models = `${header}
  import { exists, aliasedTable } from "drizzle-orm";
  export const role = pgEnum("role", ["admin", "user"]);
  export const q = pgSequence("q");
  export const users = pgTable("users", { id: integer().primaryKey(), boss: integer(), role: role(),
    number: integer().default(sql\`nextval(\${q})\`) });
  export const docs = pgTable("docs", { id: integer().primaryKey(), owner: integer() }, (t) => [
    check("known", sql\`\${t.owner} <> 0 or 'user'::\${role} is null\`),
    index("by_owner").on(t.owner).where(sql\`'user'::\${role} is not null\`),
    pgPolicy("raw", { using: sql\`exists (select 1 from \${users} where \${users.id} = \${t.owner})\` }),
    pgPolicy("built", { withCheck: exists(new pg.QueryBuilder().select({ id: users.id }).from(users)
      .where(eq(users.id, t.owner))) })]);
  const bosses = aliasedTable(users, "bosses");
  export const v = pgView("v").as((qb) => qb.select({ id: docs.id, chief: sql\`\${bosses.id}\`.as("chief") }).from(docs)
    .innerJoin(users, eq(users.id, docs.owner)).leftJoin(bosses, eq(bosses.id, users.boss)));
  export const w = pgView("w").as((qb) => qb.select({ id: bosses.id, doc: sql\`\${v.id}\`.as("doc") }).from(bosses)
    .innerJoin(v, eq(v.chief, bosses.id)));
  export const m = pgMaterializedView("m").as((qb) => qb.select({ id: bosses.id }).from(bosses));
  export const r = pgView("r", { id: integer() }).as(sql\`select v.id from \${v} v join \${m} m on true\`);`;

/** Relations with the models' names, which nobody means. */
const decoys = (schema: string): string => `create schema ${schema};
  create table ${schema}.users (id integer, boss integer, owner integer);
  create table ${schema}.docs (id integer, owner integer);
  create view ${schema}.v as select 1 as id, 2 as chief; create table ${schema}.m (id integer);
  create sequence ${schema}.q; create type ${schema}.role as enum ('user');`;

const paths = [
  {
    name: "a schema is called like the role",
    setup: decoys("CURRENT_USER_SCHEMA"),
    prove: "transaction",
  },
  {
    name: "a tenant's schema comes first",
    setup: `${decoys("tenant_a")} set search_path = tenant_a, public`,
    prove: "scratch",
  },
  { name: "no schema is looked into", setup: "set search_path = ''", prove: "scratch" },
];

test.each(paths)("$name", async ({ setup, prove }) => {
  const road = await createRoad({ schemas: ["public"], prove });
  const [me] = await road.connection.query<{ name: string }>(
    "select quote_ident(current_user) as name",
  );
  await road.connection.batch(setup.replaceAll("CURRENT_USER_SCHEMA", me?.name ?? ""));
  road.models(models);
  expect(await road.propose()).toMatchObject({ differences: [], where: prove });
  await road.upgrade();
  expect(await readSchemas(road.connection)).toEqual(["public"]);
  expect(await road.check()).toEqual([]);
  const catalog = await road.catalog();
  await road.downgrade("base");
  await road.upgrade();
  expect(await road.catalog()).toEqual(catalog);

  road.models(models.replaceAll("= ${t.owner})", "= ${t.owner} and ${users.boss} > 1)"));
  await road.revision();
  await road.upgrade();
  await road.downgrade("-1");
  expect(await road.catalog()).toEqual(catalog);
});

test("so it is in the scripts of diff and of upgrade --sql, and between diff's sides", async () => {
  const road = await createRoad({ schemas: ["public"], prove: false });
  const { config, graph } = road.input();
  const differ = (from: string, to: string): ReturnType<typeof diff> =>
    diff({
      from: parseSide(from),
      to: parseSide(to),
      config,
      graph: async () => graph,
      open: openConnection,
    });
  const path = "set search_path = tenant_a, public";
  await road.connection.batch(`${decoys("tenant_a")} ${path};
    do $$ begin execute format('alter database %I ${path}', current_database()); end $$`);
  road.models(models);
  const { upgrade: up, downgrade: down } = await differ(config.database, "models");
  await road.connection.batch(script(up));
  expect(await readSchemas(road.connection)).toEqual(["public"]);
  for (const [from, to] of [
    [config.database, "models"],
    ["models", config.database],
  ] as const)
    expect((await differ(from, to)).upgrade).toEqual([]);
  await road.connection.batch(script(down));

  await road.revision();
  const written = await upgradeScript({
    config,
    graph: road.input().graph,
    range: "head",
    connect: road.input().connect,
  });
  await runStatements(road.connection, written.script);
  expect(await readSchemas(road.connection)).toEqual(["public"]);
  expect(await road.check()).toEqual([]);
});

test("a query reads from two tables of one name", async () => {
  const road = await createRoad();
  const twins = (more: string): string => `${header}
    const s = pgSchema("s");
    export const theirs = s.table("users", { id: integer().primaryKey(), a: integer() }, (t) => [
      pgPolicy("p", { using: sql\`exists (select 1 from \${ours} where \${ours.id} = \${t.id}${more})\` }),
      pgPolicy("q", { using: sql\`exists (select 1 from s.users where s.users.a = 3)\` }),
      check("c", sql\`s.users.a > 0\`)]);
    export const ours = pgTable("users", { id: integer().primaryKey(), b: integer() }, (t) => [
      pgPolicy("p", { using: sql\`exists (select 1 from \${theirs} where \${theirs.id} = \${t.id}${more})\` })]);
    export const v = pgView("v").as((qb) => qb.select({ id: sql\`\${ours.id}\`.as("id"),
      other: sql\`\${theirs.id}\`.as("other") }).from(ours).innerJoin(theirs, eq(ours.id, theirs.id)));`;
  road.models(twins(""));
  await road.revision();
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  const policies = await road.connection.query(
    "select tablename, qual from pg_policies where policyname = 'p' order by schemaname",
  );
  expect(policies.map(({ qual }) => String(qual).replaceAll(/\s+/g, " "))).toEqual(
    [
      "(EXISTS ( SELECT 1 FROM s.users users_1 WHERE (users_1.id = users.id)))",
      "(EXISTS ( SELECT 1 FROM public.users users_1 WHERE (users_1.id = users.id)))",
    ].map((text) => text.replace("public.users", "users")),
  );
  const catalog = await road.catalog();
  road.models(twins(" and true"));
  await road.revision();
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  await road.downgrade("-1");
  expect(await road.catalog()).toEqual(catalog);
});

test("a name in raw SQL that the session takes for somebody else's table is told", async () => {
  const road = await createRoad({ schemas: ["public"], prove: "transaction" });
  await road.connection.batch(
    `create schema tenant; create table tenant.users (id integer); create table tenant."O'r ""g" (id integer);
     set search_path = tenant, public`,
  );
  road.models(`${header}
    export const users = pgTable("users", { id: integer() });
    export const orgs = pgTable('O\\'r "g', { id: integer() }, (t) => [
      pgPolicy("told", { using: sql\`exists (select from ONLY Users u where u.id = 1)\` }),
      pgPolicy("quiet", { using: sql\`exists (select from public.users join \${users} u on 'from users' = 'x')\` })]);
    export const a = pgView("a", { id: integer() }).as(sql\`select o.id from public.users join "O'r ""g" o on true\`);
    export const b = pgMaterializedView("b", { id: integer() }).as(sql\`with users (id) as (select 1), "x" as (select 2) select users.id from users\`);
    export const alone = pgTable("alone", { users: integer() });
    export const c = pgView("c", { id: integer() }).as(sql\`select users as id, extract(day from now()) from alone\`);`);
  const { differences, notes } = (await road.propose()) ?? {};
  expect(differences).toEqual([]);
  expect(notes).toEqual([
    `The policy told of public.O'r "g names "users" without a schema, which this session's search_path (tenant, public) resolves to tenant.users, not to public.users of the models. Write "public"."users", or the model itself in \${…}.`,
    expect.stringMatching(
      /^The view public\.a names "O'r ""g" .* resolves to tenant\.O'r "g, not to public\.O'r "g of/,
    ),
  ]);
});

/** The schemas of all that policies, views, defaults and checks of `public` depend on. */
async function readSchemas(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.query<{ schema: string }>(`select distinct n.nspname as schema
    from pg_depend d
    left join pg_class c on d.refclassid = 'pg_class'::regclass and c.oid = d.refobjid
    left join pg_type t on d.refclassid = 'pg_type'::regclass and t.oid = d.refobjid
    join pg_namespace n on n.oid in (c.relnamespace, t.typnamespace)
    where d.classid in ('pg_policy'::regclass, 'pg_rewrite'::regclass, 'pg_attrdef'::regclass,
      'pg_constraint'::regclass) and n.nspname not in ('pg_catalog', 'information_schema')
      and d.objid > 16384 and n.nspname not like 'pg_toast%'
      and not exists (select from pg_rewrite own join pg_class oc on oc.oid = own.ev_class
        where own.oid = d.objid and oc.relnamespace <> 'public'::regnamespace)`);
  return rows.map(({ schema }) => schema);
}
