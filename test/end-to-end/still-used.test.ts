/** Enums, sequences and schemas that left the models and that something else uses are kept. */
import { expect, test } from "vitest";
import { header } from "./header.js";
import { createRoad } from "./project.js";

/** `MOOD` is an enum, `NUMBERS` a sequence, both of the case's own. */
const uses: readonly (readonly [ddl: string, told: readonly RegExp[]])[] = [
  [
    "create function FN(m MOOD) returns int language sql as 'select 1'",
    [/enum .*because function public\.fn\w+\(public\."mood.*"\) uses it/],
  ],
  [
    "create function FN() returns MOOD[] language sql as $$ select '{a}'::MOOD[] $$",
    [/enum .*because function public\.fn\w+\(\) uses it/],
  ],
  [
    "create function FN() returns bigint begin atomic select nextval('NUMBERS'); end",
    [/sequence .*because function public\.fn\w+\(\) uses it/],
  ],
  ["create domain DOM as MOOD", [/enum .*because type public\.dom\w+ uses it/]],
  [
    "create type PAIR as (m MOOD, n MOOD[])",
    [
      /enum .*because column m of composite type public\.pair\w+ and column n of composite type .* use it/,
    ],
  ],
  [
    "create table THEIR (m MOOD, n bigint default nextval('NUMBERS'))",
    [
      /enum .*because column m of table public\.their\w+ uses it/,
      /sequence .*because default value for column n of table public\.their\w+ uses it/,
    ],
  ],
  [
    `create table THEIR (m text default 'a'::MOOD::text check (m <> 'b'::MOOD::text));
     create index on THEIR (('b'::MOOD))`,
    [/enum .*because constraint .* default value for column m .* index .* use it/],
  ],
  [
    `create table PARTED (m MOOD, n int default nextval('NUMBERS')) partition by list (m);
     create table PARTED_a partition of PARTED for values in ('a')`,
    [/enum .*because column m of table public\.parted\w+ uses it/, /sequence .*column n of table/],
  ],
  [
    "create view THEIR as select nextval('NUMBERS') as n, 'a'::MOOD as m",
    [
      /enum .*because view public\.their\w+ uses it/,
      /sequence .*because view public\.their\w+ uses it/,
    ],
  ],
  [
    `create function FN() returns trigger language plpgsql as 'begin return new; end';
     create trigger x before insert on t for each row when (new.a::MOOD = 'a') execute function FN()`,
    [/enum .*because trigger x on table public\.t uses it/],
  ],
  [
    `create function FN(m MOOD) returns int language sql as 'select 1';
     create cast (MOOD as int) with function FN(MOOD)`,
    [/enum .*because cast from public\."mood.*" to integer and function .* use it/],
  ],
  ["create type RANGED as range (subtype = MOOD)", [/enum .*because .*type public\.ranged\w+/]],
  // Whatever goes away with the plan is in nobody's way.
  ["create table GONE (m MOOD default 'a', n bigint default nextval('NUMBERS'))", []],
  ["create view GONE as select nextval('NUMBERS') as n, 'a'::MOOD as m", []],
  ["alter table t add column mood_text MOOD default 'b'", []],
  ["create table CHANGED (a MOOD); create view VIEWED as select a from CHANGED where a = 'b'", []],
  ["alter table t add check (a::MOOD <> 'b')", []],
];

const named = (text: string, index: number): string =>
  text.replaceAll(
    /\b(MOOD|NUMBERS|FN|DOM|PAIR|THEIR|PARTED|RANGED|GONE|CHANGED|VIEWED)(?=\b|_)/g,
    (word) => (word === "MOOD" ? `"mood_${index} É"` : `${word.toLowerCase()}_${index}`),
  );

test("whoever uses an enum or a sequence is named, it is kept, and all else is done", async () => {
  const road = await createRoad({ tables: ["*", "!their_*"] });
  road.models(
    `${header} export const t = pgTable("t", { a: text(), mood_text: text(), gone: integer() });`,
  );
  await road.revision();
  await road.upgrade();
  await road.connection.batch("alter table t drop mood_text, drop gone");
  for (const [index, [ddl]] of uses.entries())
    await road.connection.batch(
      named(`create type MOOD as enum ('a', 'b'); create sequence NUMBERS; ${ddl}`, index),
    );
  const at = uses.findIndex(([ddl]) => ddl.includes("VIEWED"));
  road.models(`${header} export const t = pgTable("t", { a: text(), mood_text: text() });
    export const c = pgTable("changed_${at}", { a: text() });
    export const v = pgView("viewed_${at}").as((qb) => qb.select().from(c).where(eq(c.a, "b")));`);
  const { text = "", differences, notes = [] } = (await road.propose()) ?? {};
  expect(differences).toEqual([]);
  const found = uses.map(([ddl], index) => ({
    ddl,
    told: notes.filter((note) =>
      new RegExp(`^The \\w+ public\\.(?:mood|numbers)_${index}\\b.* not in the models`).test(note),
    ),
    isEnumDropped: text.includes(`op.dropEnum("mood_${index} É")`),
  }));
  expect(found).toEqual(
    uses.map(([ddl, told]) => ({
      ddl,
      told: told.map((message) => expect.stringMatching(message)),
      isEnumDropped: !told.some(({ source }) => source.startsWith("enum")),
    })),
  );
  await road.upgrade();
  expect(await road.check()).toEqual([]);
});

test("a schema that still holds something is kept, and an empty one goes", async () => {
  const road = await createRoad({ tables: ["*", "!their_*"] });
  const models = (own: string): string =>
    `${header} ${own} export const o = pgTable("o", { id: integer() });`;
  road.models(
    models(`export const full = pgSchema("full").table("t", { id: serial() });
      export const mood = pgSchema("s2").enum("mood", ["a"]);
      export const left = pgSchema("s3").table("u", { id: integer().generatedAlwaysAsIdentity() });
      export const empty = pgSchema("empty").table("t", { id: serial(), m: text().array() });`),
  );
  await road.revision();
  await road.upgrade();
  await road.connection.batch(`
    create function "full".f() returns int language sql as 'select 1'; create domain "full".d as text;
    create table public.their_t (m s2.mood); create table s3.their_t (id serial);
    create view empty.v as select 1 as one; create sequence empty.q; create index on empty.t (id)`);
  road.models(models(""));
  const { text = "", differences, notes = [] } = (await road.propose()) ?? {};
  expect(differences).toEqual([]);
  expect(text.match(/op\.dropSchema\("\w+"\)/g)).toEqual([`op.dropSchema("empty")`]);
  const kept = notes.filter((note) => note.startsWith("The schema"));
  expect(kept).toEqual([
    expect.stringMatching(/^The schema full .* holds function "full"\.f\(\) and type "full"\.d\./),
    expect.stringMatching(/^The schema s2 .* holds type s2\.mood\./),
    expect.stringMatching(/^The schema s3 .* holds table s3\.their_t\./),
  ]);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
});

test("the sequence behind a column that goes is kept while something else uses it", async () => {
  const road = await createRoad({ tables: ["*", "!their_*"] });
  const models = (own: string, id = "integer()"): string =>
    `${header} ${own} export const k = pgTable("kept", { id: ${id}, plain: ${id}, n: integer().default(sql\`nextval('dropped_id_seq')\`) });`;
  const dropped = `export const d = pgTable("dropped", { id: serial().primaryKey(), other: bigserial({ mode: "number" }) });
    export const h = pgSchema("S s").table("It's", { "i\\"d": smallserial(), i: serial(), own: integer() });
    export const n = pgTable("nobody", { id: serial() });`;
  road.models(models(dropped, "serial()"));
  await road.revision();
  await road.upgrade();
  await road.connection.batch(
    `
    create table their_a (id integer default nextval('dropped_id_seq'), o bigint default nextval('dropped_other_seq'));
    create view their_v as select nextval('"S s"."It''s_i\\"d_seq"') as n;
    create function uses() returns bigint begin atomic select nextval('kept_id_seq'); end;
    create sequence "S s".owned_seq owned by "S s"."It's".own;
    create table their_b (id integer default nextval('"S s".owned_seq'))`.replaceAll('\\"', '""'),
  );
  const before = await road.catalog();
  road.models(models(""));
  const { differences, notes = [] } = (await road.propose()) ?? {};
  expect(differences).toEqual([]);
  expect(notes.map((note) => note.replace(/ uses? it\. .*| Drop or move .*/, ""))).toEqual([
    "The sequence S s.owned_seq is not in the models any more. It is kept, because default value for column id of table public.their_b",
    `The sequence S s.It's_i"d_seq of the column S s.It's.i"d is kept, because view public.their_v`,
    "The sequence public.dropped_id_seq of the column public.dropped.id is kept, because default value for column id of table public.their_a and default value for column n of table public.kept",
    "The sequence public.dropped_other_seq of the column public.dropped.other is kept, because default value for column o of table public.their_a",
    "The sequence public.kept_id_seq of the column public.kept.id is kept, because function public.uses()",
    `The schema S s is not in the models any more. It is kept, because it holds sequence "S s".owned_seq and sequence "S s"."It's_i""d_seq".`,
    expect.stringMatching(/no migration of this project created: the sequence S s\.owned_seq\./),
  ]);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  await road.downgrade("-1");
  expect(await road.catalog()).toEqual(before);
});

test.each([
  [
    "transaction",
    [expect.stringMatching(/^fails at drop sequence public\.t_s_seq: cannot drop/)],
    undefined,
  ],
  [
    "scratch",
    [],
    /^PostgreSQL will refuse it while default value for column n of table public\.their_t/,
  ],
])("the sequence of an identity cannot be kept: %s", async (prove, differences, reason) => {
  const road = await createRoad({ tables: ["*", "!their_*"], prove });
  const models = (column: string): string =>
    `${header} export const t = pgTable("t", { s: ${column} });`;
  road.models(models("serial()"));
  await road.revision();
  await road.upgrade();
  await road.connection.batch("create table their_t (n integer default nextval('t_s_seq'))");
  road.models(models("integer().notNull().generatedAlwaysAsIdentity()"));
  const proposed = await road.propose();
  expect(proposed?.notes).toEqual([
    expect.stringMatching(
      /^The sequence public\.t_s_seq is dropped with the column public\.t\.s, and PostgreSQL will refuse that, because default value for column n of table public\.their_t uses it\./,
    ),
  ]);
  expect(proposed?.differences.map(({ message }) => message)).toEqual(differences);
  expect(proposed?.reason).toEqual(
    reason === undefined ? undefined : expect.stringMatching(reason),
  );
});
