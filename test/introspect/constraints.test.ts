import { expect, test } from "vitest";
import { introspectedDdl, since, tableOf } from "./support.js";

test("keys keep the order of their columns and everything that Drizzle has no words for", async () => {
  const found = await introspectedDdl(`
    create table t (a int, b int, "C c" int, d int,
      constraint "The Key" primary key ("C c", a) include (d, b),
      constraint u1 unique (b, a) deferrable,
      constraint u2 unique (d) include (a) deferrable initially deferred);
    comment on constraint "The Key" on t is 'key';
    comment on constraint u1 on t is 'unique'`);
  const table = tableOf(found, "t");
  expect(table.primaryKey).toEqual({
    name: "The Key",
    columns: ["C c", "a"],
    include: ["d", "b"],
    comment: "key",
  });
  expect(table.uniqueConstraints).toEqual([
    {
      name: "u1",
      columns: ["b", "a"],
      nullsNotDistinct: false,
      deferrable: true,
      comment: "unique",
    },
    {
      name: "u2",
      columns: ["d"],
      include: ["a"],
      nullsNotDistinct: false,
      deferrable: true,
      initiallyDeferred: true,
    },
  ]);
  expect(table.indexes).toEqual([]);
  expect(table.columns.map((column) => column.notNull)).toEqual([true, false, true, false]);
});

// PostgreSQL 14 does not know the clause.
test.each(since(15))("nulls that are not distinct (%s)", async () => {
  const found = await introspectedDdl(`
    create table t (a int, b int, constraint u unique nulls not distinct (a));
    create unique index i on t (b) nulls not distinct`);
  const table = tableOf(found, "t");
  expect(table.uniqueConstraints[0]?.nullsNotDistinct).toBe(true);
  expect(table.indexes[0]?.nullsNotDistinct).toBe(true);
});

test("foreign keys", async () => {
  const found = await introspectedDdl(
    `create schema other;
     create table other."Far" (gone int, x int, y int, constraint pk primary key (y, x));
     alter table other."Far" drop column gone;
     create table near (id int primary key, code int);
     create unique index near_code on near (code);
     create table t (a int, b int, c int, d int, self int,
       constraint far foreign key (b, a) references other."Far" (x, y)
         match full on delete cascade on update set null deferrable initially deferred,
       constraint far_default foreign key (a, b) references other."Far",
       constraint code foreign key (c) references near (code)
         on delete restrict on update set default);
     alter table t add constraint late foreign key (d) references near not valid;
     comment on constraint code on t is 'why'`,
  );
  expect(tableOf(found, "t").foreignKeys).toEqual([
    {
      name: "code",
      columns: ["c"],
      referencedTable: { schema: "public", name: "near" },
      referencedColumns: ["code"],
      onDelete: "restrict",
      onUpdate: "set default",
      referencedIndex: { schema: "public", name: "near_code" },
      comment: "why",
    },
    {
      name: "far",
      columns: ["b", "a"],
      referencedTable: { schema: "other", name: "Far" },
      referencedColumns: ["x", "y"],
      onDelete: "cascade",
      onUpdate: "set null",
      match: "full",
      referencedIndex: { schema: "other", name: "pk" },
      deferrable: true,
      initiallyDeferred: true,
    },
    {
      name: "far_default",
      columns: ["a", "b"],
      referencedTable: { schema: "other", name: "Far" },
      referencedColumns: ["y", "x"],
      onDelete: "no action",
      onUpdate: "no action",
      referencedIndex: { schema: "other", name: "pk" },
    },
    {
      name: "late",
      columns: ["d"],
      referencedTable: { schema: "public", name: "near" },
      referencedColumns: ["id"],
      onDelete: "no action",
      onUpdate: "no action",
      notValid: true,
      referencedIndex: { schema: "public", name: "near_pkey" },
    },
  ]);
});

test("a foreign key to a partitioned table is one", async () => {
  const found = await introspectedDdl(`
    create table p (id int primary key) partition by range (id);
    create table p1 partition of p for values from (0) to (10);
    create table p2 partition of p for values from (10) to (20);
    create table t (p int references p)`);
  expect(tableOf(found, "t").foreignKeys.map((key) => key.name)).toEqual(["t_p_fkey"]);
});

test("checks are expressions", async () => {
  const found = await introspectedDdl(`
    create table t (a int check (a > 0), s varchar(9),
      constraint many check (a > 1 and a < 5) no inherit,
      constraint "in" check (s in ('a;b', 'c--d')), constraint never check (false));
    alter table t add constraint late check (a <> 3) not valid;
    comment on constraint late on t is 'why'`);
  expect(tableOf(found, "t").checks).toEqual([
    {
      name: "in",
      expression:
        "((s)::text = ANY ((ARRAY['a;b'::character varying, 'c--d'::character varying])::text[]))",
    },
    { name: "late", expression: "(a <> 3)", notValid: true, comment: "why" },
    { name: "many", expression: "((a > 1) AND (a < 5))", noInherit: true },
    { name: "never", expression: "false" },
    { name: "t_a_check", expression: "(a > 0)" },
  ]);
});
