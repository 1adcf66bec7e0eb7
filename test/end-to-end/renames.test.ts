/** Renames of every kind: up, down and up again, with the rows where they were. */
import { expect, test } from "vitest";
import { createRoad, type Road } from "./project.js";

interface Case {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly renames: readonly string[];
  /** Run once the first models are there. */
  readonly fill?: string;
  /** Read after each step: the same rows before and after. */
  readonly rows?: readonly [before: string, after: string];
  /** The calls of the second migration, if they are all that there may be. */
  readonly calls?: readonly string[];
  readonly lacks?: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: "a schema with everything in it",
    from: fleet("fleet", "cars", `id: serial().primaryKey(), colour: text()`),
    to: fleet("garage", "cars", `id: serial().primaryKey(), colour: text()`),
    renames: ["schema:fleet=garage"],
    fill: `insert into fleet.cars (colour, m) values ('red', 'a'), ('blue', 'b')`,
    rows: ["select * from fleet.cars", "select * from garage.cars"],
    calls: ["renameSchema"],
  },
  {
    name: "a table with serial, identity, key, unique, index, check, policy and references",
    from: cars("cars", "colour"),
    to: cars("vehicles", "colour"),
    renames: ["table:cars=vehicles"],
    fill: `insert into cars (n, colour) values (1, 'red'), (2, 'blue'); insert into wheels values (1)`,
    rows: ["select * from cars, wheels", "select * from vehicles, wheels"],
    lacks: ["drop", "create", "alter"],
  },
  {
    name: "a column under everything",
    from: cars("cars", "colour"),
    to: cars("cars", "color"),
    renames: ["column:cars.colour=color"],
    fill: `insert into cars (n, colour) values (1, 'red'), (2, 'blue')`,
    rows: ["select id, n, colour as c from cars", "select id, n, color as c from cars"],
    lacks: ["drop", "create", "alter"],
  },
  {
    name: "a table and its column, and a new column beside",
    from: cars("cars", "colour"),
    to: cars("vehicles", "color").replace("n: integer()", "extra: text(), n: integer()"),
    renames: ["table:cars=vehicles", "column:cars.colour=color"],
    fill: `insert into cars (n, colour) values (1, 'red'), (2, 'blue')`,
    rows: ["select id, n, colour as c from cars", "select id, n, color as c from vehicles"],
    lacks: ["drop", "createTable"],
  },
  {
    name: "a column renamed and retyped",
    from: `export const t = pgTable("t", { a: varchar({ length: 20 }).notNull().default("1") });`,
    to: `export const t = pgTable("t", { b: integer().notNull().default(2) });`,
    renames: ["column:t.a=b"],
    fill: `insert into t values ('17')`,
    rows: ["select a::text as v from t", "select b::text as v from t"],
    calls: ["renameColumn", "alterColumn"],
  },
  {
    name: "columns that swap their names",
    from: `export const t = pgTable("t", { a: text(), b: text() }, (t) => [
      check("a_long", sql\`length(\${t.a}) > 2\`), index("by_b").on(t.b)]);`,
    to: `export const t = pgTable("t", { b: text(), a: text() }, (t) => [
      check("a_long", sql\`length(\${t.b}) > 2\`), index("by_b").on(t.a)]);`,
    renames: ["column:t.a=b", "column:t.b=a"],
    fill: `insert into t values ('was a', 'was b')`,
    rows: ["select a as x, b as y from t", "select b as x, a as y from t"],
    calls: ["renameColumn", "renameColumn", "renameColumn"],
  },
  {
    name: "a column that takes the name of one that goes",
    from: `export const t = pgTable("t", { a: integer().notNull(), b: integer().default(1) }, (t) => [
      check("b_positive", sql\`\${t.b} > 0\`)]);`,
    to: `export const t = pgTable("t", { b: integer().notNull() }, (t) => [
      check("b_positive", sql\`\${t.b} > 0\`)]);`,
    renames: ["column:t.a=b"],
    fill: `insert into t values (7, 8)`,
    rows: ["select a as x from t", "select b as x from t"],
    lacks: ["addColumn"],
  },
  {
    name: "tables that swap their names",
    from: `export const a = pgTable("a", { id: serial().primaryKey(), x: text() });
      export const b = pgTable("b", { id: integer().primaryKey(), y: integer().references(() => a.id) });`,
    to: `export const a = pgTable("b", { id: serial().primaryKey(), x: text() });
      export const b = pgTable("a", { id: integer().primaryKey(), y: integer().references(() => a.id) });`,
    renames: ["table:a=b", "table:b=a"],
    fill: `insert into a (x) values ('one'); insert into b values (1, 1)`,
    rows: [
      "select a.x, b.y from a join b on b.y = a.id",
      "select b.x, a.y from b join a on a.y = b.id",
    ],
    lacks: ["dropTable", "createTable", "dropColumn"],
  },
  {
    name: "a table that takes the name of one that goes",
    from: `export const a = pgTable("a", { id: serial().primaryKey(), x: text() });
      export const b = pgTable("b", { id: integer().primaryKey(), a: integer().references(() => a.id) });
      export const c = pgTable("c", { b: integer().references(() => b.id) });`,
    to: `export const a = pgTable("b", { id: serial().primaryKey(), x: text() });
      export const c = pgTable("c", { b: integer().references(() => a.id) });`,
    renames: ["table:a=b"],
    fill: `insert into a (x) values ('one')`,
    rows: ["select id, x from a", "select id, x from b"],
    lacks: ["createTable"],
  },
  {
    name: "a renamed table that loses a column and recomputes another",
    from: `export const a = pgTable("a", { id: serial().primaryKey(), x: integer().notNull(), y: text().notNull().default("n"),
        z: integer().generatedAlwaysAs(sql\`x + 1\`).notNull() });`,
    to: `export const a = pgTable("b", { id: serial().primaryKey(), w: integer().notNull(),
        z: integer().generatedAlwaysAs(sql\`w + 2\`).notNull() });`,
    renames: ["table:a=b", "column:a.x=w"],
    fill: `insert into a (x, y) values (1, 'one')`,
    rows: ["select id, x from a", "select id, w as x from b"],
    lacks: ["createTable"],
  },
  {
    name: "a renamed table beside a new one of its old name",
    from: `export const a = pgTable("a", { id: serial().primaryKey(), x: text() });`,
    to: `export const b = pgTable("b", { id: serial().primaryKey(), x: text() });
      export const a = pgTable("a", { id: serial().primaryKey(), b: integer().references(() => b.id) });`,
    renames: ["table:a=b"],
    fill: `insert into a (x) values ('one')`,
    rows: ["select id, x from a", "select id, x from b"],
    lacks: ["dropTable"],
  },
  {
    name: "a table moved to another schema and renamed",
    from: `export const m = pgEnum("mood", ["sad"]);
      export const a = pgTable("a", { id: serial().primaryKey(), x: text(), m: m() });`,
    to: `export const s = pgSchema("s"); export const m = pgEnum("mood", ["sad"]);
      export const a = s.table("b", { id: serial().primaryKey(), x: text(), m: m() });`,
    renames: ["table:a=s.b"],
    fill: `insert into a (x) values ('one')`,
    rows: ["select * from a", "select * from s.b"],
    lacks: ["dropTable", "createTable"],
  },
  {
    name: "a table renamed in a renamed schema",
    from: fleet("fleet", "cars", `id: serial().primaryKey(), colour: text()`),
    to: fleet("garage", "vehicles", `id: serial().primaryKey(), color: text()`),
    renames: [
      "schema:fleet=garage",
      "table:fleet.cars=garage.vehicles",
      "column:garage.vehicles.colour=color",
    ],
    fill: `insert into fleet.cars (colour) values ('red')`,
    rows: ["select colour as c from fleet.cars", "select color as c from garage.vehicles"],
    lacks: ["drop", "create"],
  },
  {
    name: "an enum and its values, with a default and a check",
    from: mood("mood", "sad", "ok"),
    to: mood("feeling", "gloomy", "ok"),
    renames: ["enum:mood=feeling", "enumValue:mood.sad=gloomy"],
    fill: `insert into t (a) values (null); insert into t (m) values ('ok')`,
    rows: ["select a, m = 'ok' as ok from t", "select a, m = 'ok' as ok from t"],
    calls: ["renameEnumValue", "renameEnum"],
  },
  {
    name: "enums that swap their names, with defaults and what is computed",
    from: `export const x = pgEnum("x", ["a", "b"]); export const y = pgEnum("y", ["c", "d"]);
      export const t = pgTable("t", { p: x().default("a"), q: y().default("c"), r: x().array() }, (t) => [
        check("c", sql\`p = 'a' or q = 'c'\`), index("i").on(t.p).where(sql\`q = 'd'\`)]);`,
    to: `export const x = pgEnum("y", ["a", "b"]); export const y = pgEnum("x", ["c", "d"]);
      export const t = pgTable("t", { p: x().default("b"), q: y().default("c"), r: x().array() }, (t) => [
        check("c", sql\`p = 'a' or q = 'c'\`), index("i").on(t.p).where(sql\`q = 'd'\`)]);`,
    renames: ["enum:x=y", "enum:y=x"],
    fill: `insert into t (p, r) values ('a', '{b}')`,
    rows: ["select p, q, r from t", "select p, q, r from t"],
    calls: ["renameEnum", "renameEnum", "renameEnum", "alterColumn"],
  },
  {
    name: "a table that takes the name of an enum that is renamed",
    from: kept("t", "mood"),
    to: kept("mood", "feeling"),
    renames: ["table:t=mood", "enum:mood=feeling"],
    fill: `insert into t values ('a')`,
    rows: ["select m from t", "select m from mood"],
    calls: ["renameEnum", "renameTable"],
  },
  {
    name: "a table and an enum that swap their names",
    from: kept("t", "mood"),
    to: kept("mood", "t"),
    renames: ["table:t=mood", "enum:mood=t"],
    fill: `insert into t values ('a')`,
    rows: ["select m from t", "select m from mood"],
    calls: ["renameTable", "renameEnum", "renameTable"],
  },
  {
    name: "a table that takes the name of an enum that goes, and an enum that of a view",
    from: `${kept("t", "mood")}
      export const other = pgEnum("other", ["x"]); export const u = pgTable("u", { o: other() });
      export const v = pgView("v").as((q) => q.select().from(u));`,
    to: `export const t = pgTable("mood", { m: text() });
      export const other = pgEnum("v", ["x"]); export const u = pgTable("u", { o: other() });`,
    renames: ["table:t=mood", "enum:other=v"],
    fill: `insert into t values ('a'); insert into u values ('x')`,
    rows: ["select m::text, o from t, u", "select m, o from mood, u"],
    lacks: ["createTable", "createEnum"],
  },
  {
    name: "an enum that takes the name of a table that goes, and a view that of an enum",
    from: `${kept("t", "mood")} export const u = pgTable("u", { id: integer() });
      export const v = pgView("v").as((q) => q.select().from(t));`,
    to: `${kept("t", "u")} export const v = pgView("mood").as((q) => q.select().from(t));`,
    renames: ["enum:mood=u", "view:v=mood"],
    fill: `insert into t values ('a')`,
    rows: ["select m from v", "select m from mood"],
    lacks: ["createEnum", "createView"],
  },
  {
    name: "a table that moves to a schema in which an enum has its name",
    from: `export const s = pgSchema("s"); export const mood = s.enum("t", ["a", "b"]);
      export const t = pgTable("t", { m: mood() });`,
    to: `export const s = pgSchema("s"); export const mood = s.enum("mood", ["a", "b"]);
      export const t = s.table("u", { m: mood() });`,
    renames: ["table:t=s.u", "enum:s.t=s.mood"],
    fill: `insert into t values ('a')`,
    rows: ["select m from t", "select m from s.u"],
    lacks: ["createTable", "createEnum"],
  },
  {
    name: "a table that takes the name of an index that goes",
    from: `export const t = pgTable("t", { a: integer(), b: integer() }, (c) => [index("u").on(c.a)]);`,
    to: `export const t = pgTable("u", { a: integer(), b: integer() });`,
    renames: ["table:t=u"],
    fill: `insert into t values (1, 2)`,
    rows: ["select a, b from t", "select a, b from u"],
    calls: ["renameIndex", "renameTable", "dropIndex"],
  },
  {
    name: "a table that takes the name of an index that is renamed, a view that of a unique constraint",
    from: `export const t = pgTable("t", { a: integer() });
      export const x = pgTable("x", { a: integer(), b: integer().unique("w") }, (c) => [index("u").on(c.a)]);
      export const v = pgView("v").as((q) => q.select().from(x));`,
    to: `export const t = pgTable("u", { a: integer() });
      export const x = pgTable("x", { a: integer(), b: integer().unique("x_b") }, (c) => [index("x_a").on(c.a)]);
      export const v = pgView("w").as((q) => q.select().from(x));`,
    renames: ["table:t=u", "view:v=w"],
    fill: `insert into t values (1); insert into x values (1, 2)`,
    rows: ["select t.a, v.b from t, v", "select u.a, w.b from u, w"],
    lacks: ["drop", "create"],
  },
  {
    name: "a table that takes the name of an index that moves away with its table",
    from: `export const s = pgSchema("s"); export const t = pgTable("a", { a: integer() });
      export const x = pgTable("x", { a: integer() }, (c) => [index("u").on(c.a)]);`,
    to: `export const s = pgSchema("s"); export const t = pgTable("u", { a: integer() });
      export const x = s.table("x", { a: integer() }, (c) => [index("u").on(c.a)]);`,
    renames: ["table:a=u", "table:x=s.x"],
    fill: `insert into a values (1); insert into x values (1)`,
    rows: ["select a.a from a, x", "select u.a from u, s.x"],
    calls: ["setTableSchema", "renameTable"],
  },
  {
    name: "a table that takes the name of a serial column's sequence that goes, a view that of an identity's",
    from: `export const t = pgTable("t", { a: integer() });
      export const x = pgTable("x", { id: serial(), n: integer().generatedAlwaysAsIdentity({ name: "w" }), b: text() });
      export const v = pgView("v").as((q) => q.select().from(t));`,
    to: `export const t = pgTable("x_id_seq", { a: integer() });
      export const x = pgTable("x", { id: integer(), n: integer(), b: text() });
      export const v = pgView("w").as((q) => q.select().from(t));`,
    renames: ["table:t=x_id_seq", "view:v=w"],
    fill: `insert into t values (1)`,
    rows: ["select a from v", "select a from w"],
    lacks: ["createTable", "createView"],
  },
  {
    name: "enum values that swap",
    from: mood("mood", "sad", "ok"),
    to: mood("mood", "ok", "sad"),
    renames: ["enumValue:mood.sad=ok", "enumValue:mood.ok=sad"],
    fill: `insert into t (m) values ('ok')`,
    rows: ["select m = 'ok' as is_second from t", "select m = 'sad' as is_second from t"],
    calls: ["renameEnumValue", "renameEnumValue", "renameEnumValue"],
  },
  {
    name: "a sequence that a default uses",
    from: `export const q = pgSequence("q", { startWith: 5 });
      export const t = pgTable("t", { n: integer().default(sql\`nextval('q')\`) });`,
    to: `export const q = pgSequence("numbers", { startWith: 5 });
      export const t = pgTable("t", { n: integer().default(sql\`nextval('numbers')\`) });`,
    renames: ["sequence:q=numbers"],
    fill: `insert into t default values`,
    rows: [
      "select n, (select last_value from q) as last from t",
      "select n, (select last_value from numbers) as last from t",
    ],
    calls: ["renameSequence"],
  },
  {
    name: "a view, and a view on it",
    from: views("v", "w"),
    to: views("x", "w"),
    renames: ["view:v=x"],
    fill: `insert into t values (1, 'one')`,
    rows: ["select * from v, w", "select * from x, w"],
    calls: ["renameView"],
  },
  {
    name: "a table under views",
    from: views("v", "w"),
    to: views("v", "w").replace('pgTable("t"', 'pgTable("things"'),
    renames: ["table:t=things"],
    fill: `insert into t values (1, 'one')`,
    rows: ["select * from v, w", "select * from v, w"],
    calls: ["renameTable"],
  },
  {
    name: "a column under views that keep their own names",
    from: views("v", "w"),
    to: views("v", "w").replace("a: integer()", "aa: integer()").replaceAll("t.a", "t.aa"),
    renames: ["column:t.a=aa"],
    fill: `insert into t values (1, 'one')`,
    rows: ["select * from v, w", "select * from v, w"],
    calls: ["renameColumn"],
  },
  {
    name: "a column under a view that shows it",
    from: `export const t = pgTable("t", { a: integer(), b: text() });
      export const v = pgView("v").as((q) => q.select().from(t));
      export const m = pgMaterializedView("m").as((q) => q.select().from(v));`,
    to: `export const t = pgTable("t", { aa: integer(), b: text() });
      export const v = pgView("v").as((q) => q.select().from(t));
      export const m = pgMaterializedView("m").as((q) => q.select().from(v));`,
    renames: ["column:t.a=aa"],
    fill: `insert into t values (1, 'one')`,
    rows: ["select a as x from v", "select aa as x from v"],
    lacks: ["dropColumn"],
  },
  {
    name: "a view whose columns were swapped beneath it",
    from: `export const t = pgTable("t", { a: integer(), b: integer() });
      export const v = pgView("v").as((q) => q.select({ a: t.a }).from(t));`,
    to: `export const t = pgTable("t", { b: integer(), a: integer() });
      export const v = pgView("v").as((q) => q.select({ a: t.a }).from(t));`,
    renames: ["column:t.a=b", "column:t.b=a"],
    fill: `insert into t values (1, 2)`,
    rows: ["select a as x, b as y from t", "select b as x, a as y from t"],
  },
  {
    name: "a view that goes from under a new name",
    from: `export const t = pgTable("t", { a: integer() });
      export const v = pgView("v").as((q) => q.select().from(t));`,
    to: `export const t = pgTable("v", { a: integer() });`,
    renames: ["table:t=v"],
    fill: `insert into t values (1)`,
    rows: ["select * from t", "select * from v"],
    calls: ["dropView", "renameTable"],
  },
  {
    name: "a policy, and its role",
    from: guarded("own", "gen_old_role"),
    to: guarded("mine", "gen_new_role"),
    renames: ["policy:t.own=mine", "role:gen_old_role=gen_new_role"],
    fill: `insert into t values (1)`,
    rows: ["select * from t", "select * from t"],
    calls: ["renamePolicy", "renameRole"],
  },
  {
    name: "a table and a column that another table's policy reads",
    from: readBy("cars", "owner"),
    to: readBy("vehicles", "keeper"),
    renames: ["table:cars=vehicles", "column:cars.owner=keeper"],
    fill: `insert into cars values (1, 'me'); insert into wheels values (1)`,
    rows: ["select * from wheels", "select * from wheels"],
    lacks: ["drop", "create"],
  },
];

test.each(cases.map((one) => [one.name, one] as const))("%s", async (_, one) => {
  const road = await createRoad();
  road.models(header + one.from);
  await road.revision();
  await road.upgrade();
  if (one.fill !== undefined) await road.connection.batch(one.fill);
  const before = await road.catalog();
  const rows = async (side: 0 | 1) => (one.rows ? values(road, one.rows[side]) : []);
  const rowsBefore = await rows(0);

  road.models(header + one.to);
  const file = await road.revision(...one.renames);
  const calls = [...(file ?? "").replace(/downgrade\([^]*/, "").matchAll(/await op\.(\w+)\(/g)].map(
    ([, call]) => call,
  );
  if (one.calls !== undefined) expect(calls).toEqual(one.calls);
  for (const lacking of one.lacks ?? [])
    expect(calls.filter((call) => call?.startsWith(lacking))).toEqual([]);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  expect(await rows(1)).toEqual(rowsBefore);

  await road.downgrade("-1");
  expect(await road.catalog()).toEqual(before);
  expect(await rows(0)).toEqual(rowsBefore);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  expect(await rows(1)).toEqual(rowsBefore);
  await road.downgrade("base");
});

async function values(road: Road, sql: string) {
  const { rows } = await road.connection.queryRaw({ sql, values: [], asArrays: true });
  return rows;
}

function fleet(schema: string, table: string, columns: string): string {
  return `
    export const fleet = pgSchema("${schema}");
    export const m = fleet.enum("m", ["a", "b"]);
    export const q = fleet.sequence("q");
    export const cars = fleet.table("${table}", { ${columns}, m: m().default("a") }, (t) => [
      check("known", sql\`\${t.m} <> 'b' or true\`)]);
    export const wheels = pgTable("wheels", { car: integer().references(() => cars.id) });
    export const v = fleet.view("v").as((q) => q.select({ id: cars.id }).from(cars));`;
}

function cars(name: string, colour: string): string {
  return `
    export const cars = pgTable("${name}", { id: serial().primaryKey(),
      no: integer().generatedAlwaysAsIdentity(), n: integer().unique(), ${colour}: text().notNull(),
      loud: text().generatedAlwaysAs(sql\`upper(${colour})\`) }, (t) => [
      uniqueIndex("shades").on(sql\`lower(\${t.${colour}})\`).where(sql\`\${t.${colour}} <> 'x'\`),
      check("coloured", sql\`length(\${t.${colour}}) > 1\`),
      pgPolicy("seen", { using: sql\`\${t.${colour}} <> 'black'\` })]);
    export const wheels = pgTable("wheels", { car: integer().references(() => cars.id) });`;
}

function mood(name: string, ...names: readonly string[]): string {
  const [first] = names;
  return `
    export const mood = pgEnum("${name}", ${JSON.stringify(names)});
    export const t = pgTable("t", { a: integer(), m: mood().default("${first}"), ms: mood().array() }, (t) => [
      check("fine", sql\`\${t.m} = '${first}' or \${t.a} is null\`)]);`;
}

function kept(table: string, type: string): string {
  return `export const mood = pgEnum("${type}", ["a", "b"]); export const t = pgTable("${table}", { m: mood() });`;
}

function views(first: string, second: string): string {
  return `
    export const t = pgTable("t", { a: integer(), b: text() });
    export const v = pgView("${first}").as((q) =>
      q.select({ x: sql\`\${t.a}\`.as("x"), y: sql\`\${t.b}\`.as("y") }).from(t));
    export const w = pgView("${second}").as((q) => q.select({ z: sql\`\${v.x}\`.as("z") }).from(v));`;
}

function guarded(policy: string, role: string): string {
  return `
    export const r = pgRole("${role}", { inherit: false });
    export const t = pgTable("t", { id: integer() }, (t) => [
      pgPolicy("${policy}", { to: r, for: "select", using: sql\`\${t.id} > 0\` })]);`;
}

function readBy(name: string, owner: string): string {
  return `
    export const cars = pgTable("${name}", { id: integer().primaryKey(), ${owner}: text() });
    export const wheels = pgTable("wheels", { car: integer() }, (t) => [pgPolicy("own", { using:
      sql\`exists (select 1 from \${cars} where \${cars.id} = \${t.car} and \${cars.${owner}} = 'me')\` })]);`;
}

const header = `
  import { sql } from "drizzle-orm";
  import { pgTable, pgSchema, pgEnum, pgSequence, pgView, pgMaterializedView, pgPolicy, pgRole,
    integer, serial, text, varchar, unique, uniqueIndex, index, check } from "drizzle-orm/pg-core";
`;
