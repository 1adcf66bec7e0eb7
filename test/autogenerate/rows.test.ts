/** What rows have against a plan, where the plan itself cannot be tried on them. */
import { expect, test } from "vitest";
import { askRows } from "../../src/autogenerate/proof/rows.js";
import { openConnection } from "../../src/database/open.js";
import { createDatabase } from "../support/database.js";
import { planned, proveFile } from "./support.js";

const change = ["create table t (a int)", "create table t (a int unique)"] as const;

const raises =
  "create function f(int) returns bool immutable language plpgsql as $$ begin if $1 > 5 then raise exception 'too much'; end if; return true; end $$;";

/** Each pair is refused on these rows, and on no others. */
const refused: readonly (readonly [string, string, string, string])[] = [
  [
    "a unique constraint with duplicates",
    "create table t (a int, b int); insert into t values (1, 1), (1, 1), (null, 2), (null, 2)",
    "create table t (a int, b int, constraint u unique (a, b))",
    "rows of public.t hold the same values",
  ],
  [
    "a primary key with nulls",
    "create table t (a int); insert into t values (null)",
    "create table t (a int primary key)",
    "rows of public.t hold NULL",
  ],
  [
    "a unique index on an expression of a part of the rows",
    `create table "T t" ("A" text, ok bool); insert into "T t" values ('x', true), ('X', true), ('x', false)`,
    `create table "T t" ("A" text, ok bool); create unique index "I" on "T t" (lower("A")) where ok`,
    "rows of public.T t hold the same values",
  ],
  [
    "a composite foreign key with an orphan",
    "create table p (a int, b int, primary key (a, b)); create table t (x int, y int); insert into p values (1, 2); insert into t values (1, 2), (2, 2), (null, 9)",
    "create table p (a int, b int, primary key (a, b)); create table t (x int, y int, constraint f foreign key (x, y) references p (a, b))",
    "rows of public.t refer to rows that do not exist",
  ],
  [
    "MATCH FULL with a row that is partly null",
    "create table p (a int, b int, primary key (a, b)); create table t (x int, y int); insert into t values (null, 2)",
    "create table p (a int, b int, primary key (a, b)); create table t (x int, y int, constraint f foreign key (x, y) references p (a, b) match full)",
    "rows of public.t refer to rows that do not exist",
  ],
  [
    "a foreign key to a table that is new and so empty",
    "create table t (x int); insert into t values (1)",
    "create table p (a int primary key); create table t (x int, constraint f foreign key (x) references p (a))",
    "rows of public.t refer to rows that do not exist",
  ],
  [
    "a check on a new column with a default",
    "create table t (a int); insert into t values (1)",
    "create table t (a int, b int default 0, constraint c check (b > a))",
    "rows of public.t violate it",
  ],
  [
    "a check that cannot be computed for a row",
    "create table t (a int); insert into t values (0)",
    "create table t (a int, constraint c check (1 / a > 0))",
    "division by zero",
  ],
  [
    "a NOT NULL with nulls",
    "create table t (a int); insert into t values (null)",
    "create table t (a int not null)",
    "rows of public.t hold NULL",
  ],
  [
    "a NOT NULL column without a value for the rows",
    "create table t (a int); insert into t values (1)",
    "create table t (a int, b int not null)",
    "public.t has rows, which would get no value",
  ],
  [
    "a value that is too long",
    "create table t (a varchar(9)); insert into t values ('abcdef'), ('abc      ')",
    "create table t (a varchar(3))",
    "rows of public.t hold values that do not fit",
  ],
  [
    "a number that is too large",
    "create table t (a numeric(9, 2)); insert into t values (1000)",
    "create table t (a numeric(5, 2))",
    "rows of public.t hold values that do not fit",
  ],
  [
    "a text that is no number",
    "create table t (a text); insert into t values ('12'), ('a1')",
    "create table t (a int)",
    'invalid input syntax for type integer: "a1"',
  ],
  [
    "a text that is no value of the enum",
    "create type e as enum ('x'); create table t (a text); insert into t values ('x'), ('z')",
    "create type e as enum ('x'); create table t (a e)",
    'invalid input value for enum e: "z"',
  ],
  [
    "a value of an enum that goes",
    "create type e as enum ('x', 'y'); create table t (a e, b e[]); insert into t values ('x', '{x,y}')",
    "create type e as enum ('x'); create table t (a e, b e[])",
    "rows of public.t hold a removed value",
  ],
  [
    "a text that is a number out of range",
    "create table t (a text); insert into t values ('99999999999'), ('1'), (null)",
    "create table t (a int)",
    'value "99999999999" is out of range for type integer',
  ],
  [
    "a number that the new type does not have",
    "create table t (a numeric); insert into t values ('NaN')",
    "create table t (a int)",
    "cannot convert NaN to integer",
  ],
  [
    "a check whose function raises an error",
    `${raises} create table t (a int); insert into t values (9)`,
    `${raises} create table t (a int, constraint c check (f(a)))`,
    "too much",
  ],
  [
    "a check on a column that gets another type",
    "create table t (a text); insert into t values ('7'), ('700')",
    "create table t (a int, constraint c check (a < 100))",
    "rows of public.t violate it",
  ],
  [
    "a check that is put back on a column that is rounded",
    "create table t (a numeric, constraint c check (a > 0)); insert into t values (0.2)",
    "create table t (a int, constraint c check (a > 0))",
    "rows of public.t violate it",
  ],
  [
    "a key that stays, over a column that is rounded",
    "create table t (a numeric unique); insert into t values (1), (1.2)",
    "create table t (a int unique)",
    "rows of public.t hold the same values",
  ],
  [
    "a generated column that cannot be computed for a row",
    "create table t (a int); insert into t values (0)",
    "create table t (a int, b int generated always as (10 / a) stored)",
    "division by zero",
  ],
  [
    "a generated column that is NULL for a row",
    "create table t (a int); insert into t values (null)",
    "create table t (a int, b int not null generated always as (a + 1) stored)",
    "rows of public.t hold NULL",
  ],
  [
    "an index that cannot be computed for a row",
    "create table t (a int); insert into t values (0)",
    "create table t (a int); create index i on t ((10 / a))",
    "division by zero",
  ],
  [
    "a default that fills two rows of a key that stays",
    `create table "T" ("A" int unique); insert into "T" values (null), (null)`,
    `create table "T" ("A" int not null default 7 unique)`,
    "rows of public.T hold the same values",
  ],
  [
    "a default that is there already and fills two rows of a new key",
    "create table t (a int default 7); insert into t values (null), (7)",
    "create table t (a int not null default 7, constraint u unique (a))",
    "rows of public.t hold the same values",
  ],
  [
    "a default that refers to no row",
    "create table p (id int primary key); create table t (a int references p); insert into t values (null)",
    "create table p (id int primary key); create table t (a int not null default 7 references p)",
    "rows of public.t refer to rows that do not exist",
  ],
  [
    "a default that a check does not let pass",
    "create table t (a int check (a > 8)); insert into t values (null)",
    "create table t (a int not null default 7 check (a > 8))",
    "rows of public.t violate it",
  ],
];

test.each(refused)("%s is found without trying it", async (_, actual, desired, message) => {
  const input = await planned(actual, desired);
  const ask = () => askRows(input.connection, input.upgrade, input.seen.everything.tables);
  const { stops, untried } = await ask();
  expect(untried).toEqual([]);
  expect(stops.map((one) => one.message)).toEqual([message]);
  // The query that people get finds something, or fails on it.
  const found = await input.connection.query(stops[0]?.query ?? "").catch(String);
  expect(found.length).toBeGreaterThan(0);

  // The server says the same of these rows, and nothing without them.
  const inPlace = { ...input, mode: "transaction" } as const;
  expect(await proveFile(inPlace)).toMatchObject({ proven: false, rows: { stops: [{}] } });
  const tables = await input.connection.query<{ name: string }>(
    "select format('%I', relname) as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
  );
  await input.connection.batch(`truncate ${tables.map(({ name }) => name).join(", ")}`);
  expect(await ask()).toEqual({ stops: [], untried: [] });
  expect(await proveFile(inPlace)).toMatchObject({ proven: true });
});

test("what only the run itself can tell about rows is the rows' matter, and never wrong", async () => {
  const long = await planned(
    "create table t (a text); insert into t select string_agg(md5(i::text), '') from generate_series(1, 2000) i",
    "create table t (a text); create index i on t (a)",
  );
  const { differences, rows } = await proveFile(long);
  expect(differences).toEqual([]);
  expect(rows?.stops.map(({ message }) => message)).toEqual([
    "index row requires 64016 bytes, maximum size is 8191",
  ]);

  const trigger = `create function f() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
    create table t (a int); create trigger r before update on t for each row execute function f();`;
  const filled = await planned(
    `${trigger} insert into t values (null)`,
    `${trigger} alter table t alter a set not null, alter a set default 7`,
  );
  expect((await proveFile(filled)).rows?.stops).toMatchObject([{ message: "no" }]);
  expect((await proveFile({ ...filled, mode: "scratch" })).rows).toMatchObject({
    stops: [],
    untried: [{ query: "SELECT * FROM public.t WHERE a IS NULL" }],
  });
});

test("rows that a policy hides from the role are there all the same", async () => {
  const input = await planned(`${change[0]}; insert into t values (7), (7)`, change[1]);
  const { connection } = input;
  const role = `gen_hidden_${input.database.name}`;
  try {
    await connection.batch(`create role ${role}; alter table t owner to ${role};
      alter table t enable row level security; alter table t force row level security;
      grant all on schema public to ${role}; set role ${role}`);
    const { differences, rows } = await proveFile({ ...input, mode: "transaction" });
    expect(differences).toEqual([]);
    expect(rows?.stops).toHaveLength(1);
  } finally {
    await connection.batch(`reset role; drop owned by ${role}; drop role ${role}`);
  }
});

test("rows that nothing has anything against stop nothing", async () => {
  const input = await planned(
    `create sequence s; create table p (id int primary key); insert into p values (1);
     create table t (a text, b int, c varchar(9), d numeric(9, 2), e bigint, k int unique);
     insert into t values ('1', 1, 'abc   ', 999.99, 5, 1), ('2', null, null, 'NaN', null, 2);`,
    `create sequence s; create table p (id int primary key);
     create table t (a int not null, b int references p, c varchar(3) unique, d numeric(5, 2), e smallint,
       f int references p, g int unique, h uuid unique default gen_random_uuid(), k int unique,
       i int generated always as identity unique, l int unique default nextval('s'), check (e < 10))`,
  );
  expect(await askRows(input.connection, input.upgrade)).toEqual({ stops: [], untried: [] });
  expect(await proveFile({ ...input, mode: "transaction" })).toMatchObject({ proven: true });
});

test("what has another name by then is asked for by its name of now", async () => {
  const { connection } = await createDatabase();
  await connection.batch(
    `create table "old t" ("Old" text, n int); insert into "old t" values ('a', 1), ('A', 1)`,
  );
  const moved = { schema: "public", name: "t" };
  const { stops, untried } = await askRows(connection, [
    { kind: "rename", object: { kind: "table", schema: "public", name: "old t" }, to: "t" },
    { kind: "rename", object: { kind: "column", table: moved, name: "Old" }, to: "name" },
    {
      kind: "createCheckConstraint",
      table: moved,
      constraint: { name: "c", expression: `"t"."name" = lower(name)` },
    },
    {
      kind: "createUniqueConstraint",
      table: moved,
      constraint: { name: "u", columns: ["n"], nullsNotDistinct: false },
    },
  ]);
  expect(untried).toEqual([]);
  expect(stops.map(({ query }) => query)).toEqual([
    `SELECT * FROM (SELECT *, "Old" AS name FROM public."old t") AS t WHERE NOT ("t"."name" = lower(name))`,
    `SELECT n, count(*) FROM public."old t" WHERE n IS NOT NULL GROUP BY 1 HAVING count(*) > 1`,
  ]);
});

test("a large table is not locked for it, and its duplicates are told in the file's words", async () => {
  const input = await planned(
    `${change[0]}; insert into t select i from generate_series(1, 20000) i; insert into t values (7); analyze t`,
    change[1],
  );
  const proof = await proveFile(input);
  expect(proof).toMatchObject({ proven: false, where: "scratch", differences: [] });
  expect(proof.reason).toBe("the upgrade fails on the rows that the database has now");
  expect(proof.notes).toEqual([
    "With the rows that the database has now, the upgrade stops at create unique constraint public.t.t_a_key: rows of public.t hold the same values. Find and correct them first: SELECT a, count(*) FROM public.t WHERE a IS NOT NULL GROUP BY 1 HAVING count(*) > 1;",
  ]);
  expect(await proveFile({ ...input, mode: "scratch" })).toMatchObject({ rows: proof.rows });
});

test("what the rows could not be asked is said: a lock, rights, a policy that hides rows", async () => {
  const input = await planned(`${change[0]}; insert into t values (7), (7)`, change[1]);
  const { connection } = input;
  const other = await openConnection(input.url);
  const role = `gen_rows_${input.database.name}`;
  try {
    await other.batch("begin; lock table t");
    expect(await askRows(connection, input.upgrade)).toMatchObject({
      stops: [],
      untried: [{ message: "canceling statement due to lock timeout" }],
    });
    await other.query("rollback");

    await connection.batch(`create role ${role}; set role ${role}`);
    const [denied] = (await askRows(connection, input.upgrade)).untried;
    expect(denied?.message).toBe("permission denied for table t");
    await connection.batch(`reset role; alter table t owner to ${role}; alter table t enable row level security;
      alter table t force row level security; set role ${role}`);
    const [hidden] = (await askRows(connection, input.upgrade)).untried;
    expect(hidden?.message).toBe(
      'query would be affected by row-level security policy for table "t"',
    );
    expect(await connection.query("show row_security")).toEqual([{ row_security: "on" }]);
  } finally {
    await connection.batch(`reset role; drop owned by ${role}; drop role ${role}`);
    await other.close();
  }
});

test("a check on a new column without a default holds for every row, whatever its type", async () => {
  const input = await planned(
    "create table t (a int); insert into t values (1)",
    "create table t (a int, b int, v varchar(9)[], constraint c check (b between 1 and 5), constraint d check (cardinality(v) > 1))",
  );
  expect(await proveFile({ ...input, mode: "scratch" })).toMatchObject({ proven: true });
});

test("a question that PostgreSQL does not understand is none where there are no rows", async () => {
  const change = [
    "create type e as enum ('x'); create table t (a int)",
    "create type e as enum ('x'); create table t (a int, b e, constraint c check (b >= 'x' and b < any (enum_range(b))))",
  ] as const;
  const empty = await planned(...change);
  expect(await proveFile({ ...empty, mode: "scratch" })).toMatchObject({ proven: true });
});
