/** Whatever an upgrade makes anew, or a downgrade brings back, has all that it had. */
import { expect, test } from "vitest";
import { compile } from "../../src/operations/rules.js";
import type { Schema, Table, View } from "../../src/schema/types.js";
import { createDatabase } from "../support/database.js";
import { dumpSchema } from "../support/dump.js";
import { catalog, difference, run } from "./support.js";

interface Case {
  readonly name: string;
  readonly ddl: string;
  readonly edit: (schema: Schema) => Schema;
  /** Of the statements of the upgrade. */
  readonly upgradeHas?: readonly RegExp[];
  readonly upgradeLacks?: readonly RegExp[];
}

function tables(edit: (table: Table) => Table | undefined): Case["edit"] {
  return (schema) => ({ ...schema, tables: schema.tables.flatMap((one) => edit(one) ?? []) });
}

function column(name: string, change: Partial<Table["columns"][number]>): Case["edit"] {
  return tables((table) => ({
    ...table,
    columns: table.columns.map((one) => (one.name === name ? { ...one, ...change } : one)),
  }));
}

function without(name: string): Case["edit"] {
  return tables((table) => ({
    ...table,
    columns: table.columns.filter((one) => one.name !== name),
  }));
}

function views(edit: (view: View) => View | undefined): Case["edit"] {
  return (schema) => ({ ...schema, views: schema.views.flatMap((one) => edit(one) ?? []) });
}

function values(...labels: readonly string[]): Case["edit"] {
  return (schema) => ({
    ...schema,
    enums: schema.enums.map((type) => ({ ...type, values: labels })),
  });
}

const f = `create function f() returns trigger language plpgsql as 'begin return new; end';`;
const everything = `${f}
  create table t (id int generated always as identity primary key, a int, b text not null,
    c text default 'x', r int4range, g int generated always as (a + 1) stored,
    constraint e exclude using gist (r with &&) where (a > 0) deferrable,
    constraint u unique (b) include (c) deferrable initially deferred,
    constraint k check (a > 0) not valid);
  create index i on t (g) include (a) with (fillfactor = 70);
  comment on table t is 'T'; comment on column t.a is 'A'; comment on column t.g is 'G';
  comment on index i is 'I'; comment on constraint u on t is 'U'; comment on index u is 'UI';
  comment on constraint e on t is 'E'; comment on sequence t_id_seq is 'Q';
  alter table t alter b set storage external, alter g set statistics 5, alter b set (n_distinct = 3);
  alter table t cluster on i; alter table t replica identity full; alter table t set (fillfactor = 80);
  alter table t force row level security;
  create policy p on t using (a > 0); comment on policy p on t is 'P';
  create trigger tr before update of g, a on t for each row when (new.a > 0) execute function f();
  comment on trigger tr on t is 'TR'; alter table t enable always trigger tr;
  create rule ru as on delete to t where old.g > 3 do instead nothing; comment on rule ru on t is 'RU';
  create statistics s on a, g from t; alter statistics s set statistics 8; comment on statistics s is 'S';
  create publication pub for table t;
  grant select on t to public; grant update (g) on t to public;
  create view v with (security_barrier) as select a, g from t;
  comment on view v is 'V'; comment on column v.g is 'VG'; alter view v alter a set default 3;
  grant insert on v to public;
  create function vf() returns trigger language plpgsql as 'begin return new; end';
  create trigger vt instead of insert on v for each row execute function vf();
  create view w as select g from v; grant select on w to public;
  create materialized view m as select a, g from v; create unique index mi on m (g);
  comment on index mi is 'MI'; cluster m using mi; comment on column m.a is 'MA';`;

const mood = `create type mood as enum ('a', 'b', 'c'); comment on type mood is 'M';
  revoke usage on type mood from public; ${f}`;

const cases: readonly Case[] = [
  {
    name: "a dropped table and its views",
    ddl: everything,
    edit: (schema) => ({ ...schema, tables: [], views: [] }),
  },
  {
    name: "a generated column that is made anew",
    ddl: everything,
    edit: column("g", { generated: { expression: "(a + 2)", stored: true } }),
    upgradeHas: [
      /COMMENT ON COLUMN.*'G'/,
      /COMMENT ON INDEX.*'I'/,
      /GRANT UPDATE \("g"\)/,
      /CREATE TRIGGER tr/,
    ],
  },
  {
    name: "another type under views, triggers and rules",
    ddl: everything,
    edit: column("a", { type: { sql: "bigint" } }),
    upgradeLacks: [/CONSTRAINT "e"/, /CONSTRAINT "u"/],
  },
  {
    name: "a column that only exclusion and statistics use",
    ddl: `${f}
      create table t (id int, a int, r int4range, exclude using gist (r with &&) where (a > 0));
      create statistics s on a, id from t;`,
    edit: without("a"),
    upgradeHas: [/DROP STATISTICS/, /DROP CONSTRAINT/],
  },
  {
    name: "a longer type keeps its storage",
    ddl: `create table t (a varchar(20), b text);
      alter table t alter a set storage external, alter b set storage main;`,
    edit: (schema) =>
      column("a", { type: { sql: "character varying(50)" } })(
        column("b", { type: { sql: "jsonb" } })(schema),
      ),
    upgradeHas: [/SET STORAGE EXTERNAL/],
  },
  {
    name: "a dropped column",
    ddl: `create table t (a int, b text, id serial);
      comment on column t.b is 'B'; alter table t alter b set statistics 3; grant select (b) on t to public;
      comment on sequence t_id_seq is 'Q'; grant usage on sequence t_id_seq to public;`,
    edit: (schema) => without("b")(without("id")(schema)),
  },
  {
    name: "a redefined view",
    ddl: everything,
    edit: views((view) =>
      view.name === "v" ? { ...view, definition: "select g, a from public.t" } : view,
    ),
    upgradeHas: [
      /CREATE TRIGGER vt/,
      /'VG'/,
      /CREATE UNIQUE INDEX mi/,
      /GRANT SELECT ON TABLE "public"."w"/,
    ],
  },
  {
    name: "dropped views and schemas",
    ddl: `create schema s; create table s.t (a int); create view s.v as select a from s.t;
      alter view s.v alter a set default 1; comment on schema s is 'S'; grant usage on schema s to public;
      alter default privileges in schema s grant select on tables to public;
      create table s.later (a int); create sequence s.q; grant usage on s.q to public; comment on sequence s.q is 'Q';`,
    edit: (schema) => ({
      ...schema,
      tables: [],
      views: [],
      sequences: [],
      namespaces: schema.namespaces.filter((one) => one.name === "public"),
    }),
  },
  {
    name: "an index and a key of another make",
    ddl: `create table t (a int not null, b int);
      create unique index i on t (a) include (b); comment on index i is 'I'; alter table t cluster on i;
      alter table t replica identity using index i; alter table t add constraint u unique (b) with (fillfactor = 50);
      comment on index u is 'U'; alter table t alter b type int;`,
    edit: tables((table) => ({
      ...table,
      indexes: table.indexes.map((one) => ({ ...one, with: { fillfactor: "60" } })),
      uniqueConstraints: table.uniqueConstraints.map((one) => ({
        ...one,
        nullsNotDistinct: false,
        columns: ["b", "a"],
      })),
    })),
    upgradeHas: [/CLUSTER ON "i"/, /REPLICA IDENTITY USING INDEX "i"/],
  },
  {
    name: "an enum value goes",
    ddl: `${mood}
      create table t (id int primary key, m mood default 'a', n mood[] default '{a,b}', o text default ('a'::mood)::text,
        g text generated always as (case when m = 'a' then 'x' else 'y' end) stored,
        check (m <> 'b'), exclude using btree (id with =) where (m = 'a'));
      alter table t alter n set storage external;
      create index on t (m) where m = 'a'; create index on t ((m = 'a'));
      create view v as select m from t; create view w as select 1 as x where 'a'::mood is not null;
      create materialized view mv as select n from t where m = 'a'; create index on mv (n);
      create policy p on t using (m = 'a');
      create table other (x int); create policy p on other using ('a'::mood is not null);
      create trigger tr after update on t for each row when (new.m = 'a') execute function f();
      create rule ru as on insert to t where new.m = 'b' do instead nothing;
      create table parts (k int, m mood default 'b', check (m <> 'b')) partition by range (k);
      create table part_1 partition of parts for values from (0) to (10);
      insert into t (id, m) values (1, 'a'); insert into parts values (1, 'a');`,
    edit: values("b", "a"),
  },
  {
    name: "an enum value comes, and goes back from under everything",
    ddl: `${mood}
      create table t (id int primary key, m mood default 'a', n mood[], g text generated always as (case when m = 'a' then 'x' else 'y' end) stored, check (m <> 'b'));
      create index on t (m) where m = 'a';
      create view v as select m from t; create policy p on t using (m = 'a');
      create trigger tr after update on t for each row when (new.m = 'a') execute function f();`,
    edit: (schema) =>
      values("z", "a", "b", "b2", "c")(column("id", { type: { sql: "bigint" } })(schema)),
  },
];

test.each(cases.map((one) => [one.name, one] as const))(
  "%s",
  async (_, { ddl, edit, ...expected }) => {
    const { connection, url } = await createDatabase();
    const scope = {
      schemas: ["public", "s"],
      versionTable: { schema: "public", name: "gen_version" },
    };
    await connection.batch(ddl);
    const before = await catalog(connection, scope);
    const dump = dumpSchema(url);
    const models = asModels(edit(before));

    const there = await difference(connection, models, scope);
    expect(there.obstacles).toEqual([]);
    await run(connection, there.upgrade);
    expect((await difference(connection, models, scope)).upgrade).toEqual([]);
    const statements = there.upgrade
      .flatMap(compile)
      .map(({ sql }) => sql)
      .join("\n");
    for (const part of expected.upgradeHas ?? []) expect(statements).toMatch(part);
    for (const part of expected.upgradeLacks ?? []) expect(statements).not.toMatch(part);

    await run(connection, there.downgrade);
    expect(await catalog(connection, scope)).toEqual(before);
    expect(dumpSchema(url)).toEqual(dump);
    await run(connection, there.upgrade);
    expect((await difference(connection, models, scope)).upgrade).toEqual([]);
  },
);

/** Without what models have no words for. */
function asModels(schema: Schema): Schema {
  const unsaid = new Set([
    "comment",
    "restore",
    "extras",
    "partitionKey",
    "include",
    "deferrable",
    "initiallyDeferred",
    "notValid",
    "noInherit",
  ]);
  const text = JSON.stringify(schema, (name, value: unknown) =>
    unsaid.has(name) ? undefined : value,
  );
  const parsed: Schema = JSON.parse(text);
  return {
    ...parsed,
    tables: parsed.tables.filter((table) => table.special === undefined),
    views: parsed.views.map(({ columns: _, ...view }) => view),
  };
}
