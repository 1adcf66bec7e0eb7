/**
 * What users of drizzle-kit complain about in comparison, by the number of the issue in
 * drizzle-team/drizzle-orm: here each is a table with a row in it, changed up, down and up again.
 */
import { expect, test } from "vitest";
import { header } from "./header.js";
import { createRoad } from "./project.js";

interface Complaint {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** What is in the database besides, before the second migration. */
  readonly setup?: string;
  readonly renames?: readonly string[];
  /** The calls of the second migration's upgrade. */
  readonly calls: readonly string[];
  /** Asked before and after the upgrade, and after the downgrade: always the same. */
  readonly stays?: string;
}

const table = (columns: string, extras = "", more = ""): string =>
  `export const t = pgTable("t", { ${columns} }, (t) => [${extras}]);${more}`;

const complaints: readonly Complaint[] = [
  {
    name: "#3466: an enum value is added and used at once",
    from: `export const m = pgEnum("m", ["a"]); ${table("m: m().default('a')")}`,
    to: `export const m = pgEnum("m", ["a", "b"]); ${table("m: m().default('b')")}`,
    setup: `insert into t default values`,
    calls: ["autocommit", "addEnumValue", "alterColumn"],
    stays: `select m::text from t`,
  },
  {
    name: "#1978: a column gets another type and no table is emptied",
    from: table("a: varchar({ length: 5 })"),
    to: table("a: text().notNull()"),
    setup: `insert into t values ('x')`,
    calls: ["alterColumn"],
    stays: `select * from t`,
  },
  {
    name: "#3311: constraints that are there are not added again",
    from: table(
      "a: integer(), b: integer()",
      "primaryKey({ columns: [t.a] }), unique().on(t.a, t.b), check('c', sql`${t.a} > 0`), foreignKey({ columns: [t.b], foreignColumns: [t.a] })",
    ),
    to: table(
      "a: integer(), b: integer(), c: integer()",
      "primaryKey({ columns: [t.a] }), unique().on(t.a, t.b), check('c', sql`${t.a} > 0`), foreignKey({ columns: [t.b], foreignColumns: [t.a] })",
    ),
    setup: `insert into t values (1, 1)`,
    calls: ["addColumn"],
    stays: `select a, b from t`,
  },
  {
    name: "#5879: NULLS NOT DISTINCT that is there is not added again",
    from: table("a: integer()", "unique('u').on(t.a)"),
    to: table("a: integer(), b: text()", "unique('u').on(t.a)"),
    calls: ["addColumn"],
  },
  {
    name: "#6193: keys keep the order of their columns",
    from: table("a: integer(), b: integer(), c: integer()", "primaryKey({ columns: [t.b, t.a] })"),
    to: table(
      "a: integer(), b: integer(), c: integer()",
      "primaryKey({ columns: [t.b, t.a] }), unique('u').on(t.c, t.a, t.b), foreignKey({ name: 'f', columns: [t.c, t.a], foreignColumns: [t.b, t.a] })",
    ),
    setup: `insert into t values (1, 1, 1)`,
    calls: ["createUniqueConstraint", "createForeignKey"],
    stays: `select * from t`,
  },
  {
    name: "#4003: names that PostgreSQL cuts",
    from: table("a: integer()"),
    to: table(
      "a: integer()",
      `index("${"i".repeat(70)}").on(t.a), unique("${"ü".repeat(40)}").on(t.a)`,
    ),
    calls: ["createUniqueConstraint", "createIndex"],
  },
  {
    name: "#3713: values in a check",
    from: table("a: integer(), b: text()"),
    to: table(
      "a: integer(), b: text()",
      "check('c', sql`${t.a} < ${5} and ${t.b} <> ${\"it's\"}`)",
    ),
    setup: `insert into t values (1, 'x')`,
    calls: ["createCheckConstraint"],
    stays: `select * from t`,
  },
  {
    name: "#855: an enum value is removed",
    from: `export const m = pgEnum("m", ["a", "b", "c"]); ${table("m: m().default('a'), ms: m().array()")}`,
    to: `export const m = pgEnum("m", ["c", "a"]); ${table("m: m().default('a'), ms: m().array()")}`,
    setup: `insert into t values ('c', '{a,c}')`,
    calls: ["alterEnum"],
    stays: `select m::text, ms::text from t`,
  },
  {
    name: "#3504: a policy keeps both of its expressions",
    from: table("a: integer()"),
    to: table(
      "a: integer()",
      "pgPolicy('p', { using: sql`${t.a} > 0`, withCheck: sql`${t.a} > 1` })",
    ),
    calls: ["enableRowLevelSecurity", "createPolicy"],
  },
  {
    name: "#4948: row-level security stays on",
    from: table("a: integer()") + `export const u = pgTable("u", { a: integer() }).enableRLS();`,
    to:
      table("a: integer(), b: integer()") +
      `export const u = pgTable("u", { a: integer(), b: integer() }).enableRLS();`,
    calls: ["addColumn", "addColumn"],
    stays: `select relname, relrowsecurity from pg_class where relname in ('t', 'u') order by 1`,
  },
  {
    name: "#4763: row-level security can be switched off",
    from: `export const t = pgTable("t", { a: integer() }).enableRLS();`,
    to: table("a: integer()"),
    calls: ["disableRowLevelSecurity"],
  },
  {
    name: "#5819: FORCE ROW LEVEL SECURITY stays",
    from: `export const t = pgTable("t", { a: integer() }).enableRLS();`,
    to: `export const t = pgTable("t", { a: integer(), b: integer() }).enableRLS();`,
    setup: `alter table t force row level security`,
    calls: ["addColumn"],
    stays: `select relforcerowsecurity from pg_class where relname = 't'`,
  },
  {
    name: "#5329: policies of other schemas are nobody's here",
    from: table("a: integer()"),
    to: table("a: integer(), b: integer()"),
    setup: `create schema other; create table other.t (a integer); create policy p on other.t`,
    calls: ["addColumn"],
    stays: `select count(*)::int from pg_policy`,
  },
  {
    name: "#4929: a generated column changes, and its index comes back",
    from: table("a: integer(), g: integer().generatedAlwaysAs(sql`a + 1`)", "index('i').on(t.g)"),
    to: table("a: integer(), g: integer().generatedAlwaysAs(sql`a + 2`)", "index('i').on(t.g)"),
    setup: `insert into t values (1)`,
    calls: ["dropIndex", "dropColumn", "addColumn", "createIndex"],
    stays: `select a from t`,
  },
  {
    name: "#6194: a view on a column that gets another type",
    from: table(
      "a: integer()",
      "",
      `export const v = pgView("v").as((q) => q.select({ a: t.a }).from(t)); export const w = pgView("w").as((q) => q.select().from(v));`,
    ),
    to: table(
      "a: bigint({ mode: 'number' })",
      "",
      `export const v = pgView("v").as((q) => q.select({ a: t.a }).from(t)); export const w = pgView("w").as((q) => q.select().from(v));`,
    ),
    setup: `insert into t values (1)`,
    calls: ["dropView", "dropView", "alterColumn", "createView", "createView"],
    stays: `select a::text from w`,
  },
  {
    name: "#4076: views in whatever order they are exported",
    from: table("a: integer()"),
    to: `const base = pgView("base").as((q) => q.select({ a: t.a }).from(t));
      export const above = pgView("above").as((q) => q.select().from(base)); export { base };
      ${table("a: integer()")}`.replace(/^(.*)(export const t[^;]*;)/s, "$2$1"),
    calls: ["createView", "createView"],
  },
  {
    name: "#5116: a column under a view is renamed",
    from: table(
      "a: integer()",
      "",
      `export const v = pgView("v").as((q) => q.select({ x: sql\`\${t.a} + 1\`.as("x") }).from(t));`,
    ),
    to: table(
      "b: integer()",
      "",
      `export const v = pgView("v").as((q) => q.select({ x: sql\`\${t.b} + 1\`.as("x") }).from(t));`,
    ),
    renames: ["column:t.a=b"],
    setup: `insert into t values (1)`,
    calls: ["renameColumn"],
    stays: `select x from v`,
  },
  {
    name: "#3320: sequences of serial columns and of other schemas stay",
    from: table("id: serial().primaryKey()"),
    to: table("id: serial().primaryKey(), a: integer()"),
    setup: `create schema other; create sequence other.s; insert into t default values`,
    calls: ["addColumn"],
    stays: `select id, nextval('other.s') > 0 as is_there from t`,
  },
  {
    name: "#4796: schemas that are there are neither dropped nor made again",
    from: `export const s = pgSchema("s"); export const t = s.table("t", { a: integer() });`,
    to: `export const s = pgSchema("s"); export const t = s.table("t", { a: integer(), b: integer() });`,
    setup: `create schema another; create table another.kept ()`,
    calls: ["addColumn"],
    stays: `select to_regclass('another.kept')::text`,
  },
  {
    name: "#3260: indexes and constraints of a table in a schema of its own",
    from: `export const s = pgSchema("s"); export const t = s.table("t", { a: integer(), b: integer() });`,
    to: `export const s = pgSchema("s"); export const t = s.table("t", { a: integer(), b: integer() }, (t) => [
      index("i").on(t.a), unique("u").on(t.b), check("c", sql\`\${t.a} > 0\`)]);`,
    calls: ["createUniqueConstraint", "createCheckConstraint", "createIndex"],
  },
  {
    name: "a check is added to a table that is there",
    from: table("a: integer()"),
    to: table("a: integer()", "check('c', sql`${t.a} > 0`)"),
    setup: `insert into t values (1)`,
    calls: ["createCheckConstraint"],
    stays: `select a from t`,
  },
];

test.each(complaints.map((one) => [one.name, one] as const))("%s", async (_, complaint) => {
  const { from, to, setup, renames = [], calls, stays } = complaint;
  const road = await createRoad();
  const kept = async (): Promise<readonly unknown[]> =>
    stays === undefined ? [] : road.connection.query(stays);
  road.models(header + from);
  await road.revision();
  await road.upgrade();
  if (setup !== undefined) await road.connection.batch(setup);
  expect(await road.check()).toEqual([]);
  const [before, rows] = [await road.catalog(), await kept()];

  road.models(header + to);
  const file = (await road.revision(...renames)) ?? "";
  const [upgrade = ""] = file.split("export async function downgrade");
  expect([...upgrade.matchAll(/\bop\.(\w+)/g)].map(([, call]) => call)).toEqual(calls);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  expect(await kept()).toEqual(rows);
  await road.downgrade("-1");
  expect(await road.catalog()).toEqual(before);
  expect(await kept()).toEqual(rows);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
});
