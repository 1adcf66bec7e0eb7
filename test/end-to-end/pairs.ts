export interface Pair {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly renames?: readonly string[];
  /** What the second migration says and does not say. */
  readonly contains?: readonly string[];
  readonly lacks?: readonly string[];
}

/** One change of one table's columns. */
function columns(name: string, from: string, to: string, rest: Partial<Pair> = {}): Pair {
  const table = (body: string): string => `export const t = pgTable("t", { ${body} });`;
  return { name, from: table(from), to: table(to), ...rest };
}

/** A change of a table's extras over the same columns. */
function extras(name: string, from: string, to: string, rest: Partial<Pair> = {}): Pair {
  const table = (body: string): string => `
    export const other = pgTable("other", { id: integer().primaryKey(), a: integer(), b: text() }, (t) => [
      unique("other_ab").on(t.a, t.b), uniqueIndex("other_b").on(t.b)]);
    export const t = pgTable("t", { id: integer(), a: integer(), b: text(), c: varchar({ length: 20 }),
      n: numeric({ precision: 10, scale: 2 }), j: jsonb(), at: timestamp() }, (t) => [${body}]);`;
  return { name, from: table(from), to: table(to), ...rest };
}

const everyColumn = `
  a: bigint({ mode: "number" }), b: bigint({ mode: "bigint" }), c: boolean(), d: bit({ dimensions: 3 }),
  e: char(), f: char({ length: 5 }), g: cidr(), h: date(), i: doublePrecision(), j: inet(), k: integer(),
  l: interval(), m: interval({ fields: "day to second", precision: 3 }), n: json(), o: jsonb(), p: line(),
  q: macaddr(), r: macaddr8(), s: numeric(), t: numeric({ precision: 10 }),
  u: numeric({ precision: 10, scale: 2 }), v: point(), w: real(), x: smallint(), y: text(), z: time(),
  aa: time({ precision: 3, withTimezone: true }), ab: timestamp(), ac: timestamp({ precision: 3 }),
  ad: timestamp({ withTimezone: true, mode: "string", precision: 6 }), ae: uuid(), af: varchar(),
  ag: varchar({ length: 20 }), ah: text().array(), ai: integer().array().array(), aj: text().array(3),
  ak: date({ mode: "string" }), al: timestamp({ mode: "string" })`;

const everyDefault = `
  a: bigint({ mode: "number" }).default(5), b: bigint({ mode: "bigint" }).default(9007199254740993n),
  c: boolean().default(true), e: char().default("x"), f: char({ length: 5 }).default("ab"),
  h: date().default("2024-01-02"), h2: date().defaultNow(), i: doublePrecision().default(1e21),
  i2: doublePrecision().default(0.1), j: inet().default("10.0.0.1"), k: integer().default(-5),
  k2: integer().default(sql\`1 + 1\`), l: interval().default("1 day"),
  o: jsonb().default({ a: [1, "it's"], "b\\"c": null }), o2: jsonb().default([]), o3: jsonb().default("text"),
  n: json().default({ a: 1 }), u: numeric({ precision: 10, scale: 2 }).default("1.50"),
  u2: numeric({ mode: "number" }).default(1.5), v: point().default([1, 2]), w: real().default(-1.5),
  y: text().default("it's; a -- 'test' \\\\ $1"), y2: text().default(""), y3: text().default(sql\`'a' || 'b'\`),
  y4: text().default("multi\\nline"), z: time().defaultNow(), z2: time().default("10:00"),
  ab: timestamp().defaultNow(), ac: timestamp({ precision: 3 }).default(new Date("2024-01-02T03:04:05.678Z")),
  ad: timestamp({ withTimezone: true }).default(new Date("2024-01-02T03:04:05Z")),
  ad2: timestamp({ withTimezone: true }).default(sql\`now() + interval '1 day'\`),
  ae: uuid().defaultRandom(), ae2: uuid().default("00000000-0000-0000-0000-000000000001"),
  ag: varchar({ length: 20 }).default("abc"), ah: text().array().default(["a", 'b"c', "d,e", "it's"]),
  ah2: text().array().default([]), ah3: text().array().default(sql\`ARRAY[]::text[]\`),
  ai: integer().array().array().default([[1, 2], [3, 4]]), aj: uuid().array().default([]),
  bs: bit({ dimensions: 3 }).default("101")`;

const fleet = (body: string): string => `
  export const fleet = pgSchema("fleet");
  ${body}`;

const enumTable = (values: string, column: string, rest = ""): string => `
  export const mood = pgEnum("mood", [${values}]);
  export const t = pgTable("t", { id: integer(), ${column} }, (t) => [${rest}]);`;

const underOneColumn = (name: string): string => `
  export const t = pgTable("t", { a: integer("${name}") }, (t) => [
    check("c", sql\`\${t.a} > 1\`), index("i").on(t.a, sql\`(\${t.a} + 1)\`).where(sql\`\${t.a} > 2\`),
    pgPolicy("p", { using: sql\`\${t.a} > 0\` })]);`;

export const pairs: readonly Pair[] = [
  // --- tables
  columns("a column of every type", "id: integer()", `id: integer(), ${everyColumn}`),
  columns("a default of every kind", "id: integer()", everyDefault),
  {
    name: "a table comes, a table goes",
    from: `export const a = pgTable("a", { id: serial().primaryKey(), n: text().notNull().unique() });`,
    to: `export const b = pgTable("b", { id: bigserial({ mode: "number" }).primaryKey(), s: smallserial() });`,
  },
  {
    name: "tables that refer to each other come and go",
    from: `export const keep = pgTable("keep", { id: integer().primaryKey() });`,
    to: `export const keep = pgTable("keep", { id: integer().primaryKey() });
      export const a = pgTable("a", { id: integer().primaryKey(), b: integer().references((): pg.AnyPgColumn => b.id) });
      export const b = pgTable("b", { id: integer().primaryKey(), a: integer().references((): pg.AnyPgColumn => a.id),
        own: integer().references((): pg.AnyPgColumn => b.id, { onDelete: "set null", onUpdate: "cascade" }),
        keep: integer().references(() => keep.id) });`,
  },
  {
    name: "the other way: they go and come back",
    from: `export const a = pgTable("a", { id: integer().primaryKey(), b: integer().references((): pg.AnyPgColumn => b.id) });
      export const b = pgTable("b", { id: integer().primaryKey(), a: integer().references((): pg.AnyPgColumn => a.id) });`,
    to: `export const c = pgTable("c", { id: integer() });`,
  },
  { name: "a table without columns", from: "export {};", to: `export const t = pgTable("t", {});` },
  {
    name: "odd names everywhere",
    from: "export {};",
    to: `export const t = pgTable('my "odd" table', { a: integer("Capital"), b: text('quo"te'), c: text("sp ace"),
        d: text("emoji 🚗"), e: text("select"), f: text("\${x}"), g: text("back\`tick"), h: text("back\\\\slash"),
        i: text("a,b"), j: text("${"x".repeat(63)}") }, (t) => [
        primaryKey({ name: "p k", columns: [t.a, t.b] }), index('in"dex').on(t.c, t.d), unique("u,n").on(t.i, t.h),
        check("ch'eck", sql\`\${t.a} > 0 and \${t.f} <> '\${sql.raw("$")}{y}'\`)]);`,
  },
  {
    name: "a schema with all that can stand in it",
    from: `export const t = pgTable("t", { id: integer() });`,
    to:
      `export const t = pgTable("t", { id: integer() });` +
      fleet(`
      export const kind = fleet.enum("text_kind", ["a", "b"]);
      export const s = fleet.sequence("numbers", { startWith: 10, increment: 2 });
      export const car = fleet.table("car", { id: serial().primaryKey(), kind: kind().notNull().default("a"), kinds: kind().array() },
        (t) => [check("positive", sql\`\${t.id} > 0\`), index().on(t.kind)]);
      export const wheel = fleet.table("wheel", { car: integer().references(() => car.id) });
      export const v = fleet.view("cars").as((qb) => qb.select().from(car));`),
  },
  {
    name: "two tables of one name in two schemas",
    from: "export {};",
    to:
      `export const a = pgTable("users", { id: serial().primaryKey(), n: text().unique() });` +
      fleet(
        `export const b = fleet.table("users", { id: serial().primaryKey(), n: text().unique(), of: integer().references(() => a.id) });`,
      ),
  },

  // --- columns
  columns("length", "a: varchar({ length: 20 })", "a: varchar({ length: 50 })", {
    contains: ["alterColumn"],
    lacks: ["await op.dropColumn"],
  }),
  columns("nullability and default", "a: text()", `a: text().notNull().default("x")`, {
    contains: ["alterColumn"],
  }),
  columns("a default changes", "a: integer().default(1)", "a: integer().default(2)"),
  columns("a default goes", `a: text().default("x")`, "a: text()"),
  columns(
    "text to varchar with a default",
    `a: text().default("x")`,
    `a: varchar({ length: 5 }).default("x")`,
  ),
  columns("text to integer with a default", `a: text().default("1")`, "a: integer().default(1)"),
  columns("integer to bigint", "a: integer().notNull()", `a: bigint({ mode: "number" }).notNull()`),
  columns("integer to uuid", "a: integer()", "a: uuid()"),
  columns("text to jsonb", `a: text().default("{}")`, "a: jsonb().default({})"),
  columns("text to an array", "a: text()", "a: text().array()"),
  columns(
    "timestamp to timestamptz",
    "a: timestamp().defaultNow()",
    "a: timestamp({ withTimezone: true }).defaultNow()",
  ),
  columns("boolean to integer", "a: boolean().default(false)", "a: integer().default(0)"),
  columns(
    "numeric precision",
    "a: numeric({ precision: 5, scale: 1 }).default('1.5')",
    "a: numeric({ precision: 12, scale: 4 }).default('1.5')",
  ),
  columns("identity comes", "a: integer().notNull()", "a: integer().generatedAlwaysAsIdentity()"),
  columns("identity goes", "a: integer().generatedAlwaysAsIdentity()", "a: integer().notNull()"),
  columns(
    "identity changes",
    "a: integer().generatedAlwaysAsIdentity()",
    "a: integer().generatedByDefaultAsIdentity({ startWith: 100, increment: 5, maxValue: 5000, cache: 3, cycle: true })",
  ),
  columns(
    "identity of another integer",
    "a: integer().generatedAlwaysAsIdentity()",
    `a: bigint({ mode: "number" }).generatedAlwaysAsIdentity()`,
  ),
  columns(
    "identity under a name",
    `a: integer("My Id").generatedAlwaysAsIdentity({ name: "Own Seq" })`,
    `a: integer("My Id").generatedAlwaysAsIdentity()`,
  ),
  columns(
    "serial to identity",
    "a: serial().primaryKey()",
    "a: integer().primaryKey().generatedByDefaultAsIdentity()",
  ),
  columns("integer to serial", "a: integer().notNull()", "a: serial()"),
  columns("serial to integer", "a: serial()", "a: integer().notNull()"),
  columns("serial to bigserial", "a: serial()", `a: bigserial({ mode: "number" })`),
  columns(
    "a generated column comes",
    "a: text()",
    "a: text(), g: text().generatedAlwaysAs(sql`lower(a)`)",
  ),
  columns(
    "a generated column goes",
    "a: text(), g: text().generatedAlwaysAs(sql`lower(a)`)",
    "a: text()",
  ),
  columns(
    "a generated expression changes",
    "a: integer(), g: integer().generatedAlwaysAs(sql`a + 1`)",
    "a: integer(), g: integer().generatedAlwaysAs(sql`a * 2`)",
  ),
  columns(
    "a column becomes generated",
    "a: integer(), g: integer()",
    "a: integer(), g: integer().generatedAlwaysAs(sql`a * 2`)",
  ),
  columns(
    "a column stops being generated",
    "a: integer(), g: integer().generatedAlwaysAs(sql`a * 2`).unique()",
    "a: integer(), g: integer().unique()",
  ),
  columns(
    "a generated column's source changes its type",
    "a: integer(), g: text().generatedAlwaysAs(sql`a::text`)",
    "a: bigint({ mode: 'number' }), g: text().generatedAlwaysAs(sql`a::text`)",
  ),
  columns(
    "columns that are computed from new columns",
    "id: integer()",
    "g: integer().generatedAlwaysAs(sql`z + 1`), id: integer(), z: integer()",
  ),
  {
    name: "custom types in any spelling",
    from: "export {};",
    to: `
      const type = (name: string) => customType<{ data: string }>({ dataType: () => name });
      export const mood = pgEnum("mood", ["a", "b"]);
      export const t = pgTable("t", { a: type("int4")(), b: type("VARCHAR(20)")(), c: type("timestamptz(3)")(),
        d: type('text COLLATE "C"')(), e: type("public.mood")(), f: type("bool")(), g: type("float8")(),
        h: type("character varying(20)")(), i: type("tsvector")(), j: type("int4range")(), k: type("bytea")(),
        l: type("decimal(10,2)")(), m: type("bpchar(3)")(), n: type("money")(), o: type("xml")() });`,
  },

  // --- keys and constraints
  extras("primary key comes", "", "primaryKey({ columns: [t.id, t.a] })"),
  extras(
    "primary key changes",
    "primaryKey({ columns: [t.id] })",
    "primaryKey({ columns: [t.a, t.id] })",
  ),
  extras(
    "primary key is renamed",
    `primaryKey({ name: "one", columns: [t.id] })`,
    `primaryKey({ name: "two", columns: [t.id] })`,
    { contains: ["renameConstraint"] },
  ),
  extras("primary key goes", "primaryKey({ columns: [t.id] })", ""),
  extras("unique comes", "", "unique().on(t.a, t.b)"),
  extras("unique changes", `unique("u").on(t.a)`, `unique("u").on(t.b)`),
  extras("unique is renamed", `unique("u").on(t.a)`, `unique("v").on(t.a)`, {
    contains: ["renameConstraint"],
    lacks: ["dropConstraint"],
  }),
  extras("unique becomes an index", `unique("u").on(t.a)`, `uniqueIndex("u").on(t.a)`),
  extras("check comes", "", "check('c', sql`${t.a} > ${18} and ${t.b} <> ${\"it's; --\"}`)"),
  extras("check changes", "check('c', sql`${t.a} > 1`)", "check('c', sql`${t.a} > 2`)"),
  extras(
    "check through Drizzle's operators",
    "check('c', gt(t.a, 5))",
    "check('c', and(gt(t.a, 5), inArray(t.c, ['x', 'y']))!)",
  ),
  extras("check is renamed", "check('c', sql`${t.a} > 1`)", "check('d', sql`${t.a} > 1`)", {
    contains: ["renameConstraint"],
  }),
  extras(
    "foreign key comes",
    "",
    "foreignKey({ columns: [t.a], foreignColumns: [other.id] }).onDelete('cascade')",
  ),
  extras(
    "foreign key changes",
    "foreignKey({ columns: [t.a], foreignColumns: [other.id] })",
    "foreignKey({ columns: [t.a], foreignColumns: [other.id] }).onDelete('set null').onUpdate('restrict')",
  ),
  extras(
    "foreign key over several columns, in another order",
    "",
    "foreignKey({ name: 'f', columns: [t.b, t.a], foreignColumns: [other.b, other.a] })",
  ),
  extras(
    "foreign key to a unique index",
    "",
    "foreignKey({ name: 'f', columns: [t.b], foreignColumns: [other.b] })",
  ),
  extras(
    "foreign key to another table's column",
    "foreignKey({ name: 'f', columns: [t.b], foreignColumns: [other.b] })",
    "foreignKey({ name: 'f', columns: [t.a], foreignColumns: [other.id] })",
  ),
  {
    name: "both sides of a foreign key get another type",
    from: `export const a = pgTable("a", { id: integer().primaryKey() });
      export const b = pgTable("b", { a: integer().references(() => a.id) });`,
    to: `export const a = pgTable("a", { id: uuid().primaryKey() });
      export const b = pgTable("b", { a: uuid().references(() => a.id) });`,
  },
  {
    name: "the key beneath a foreign key changes",
    from: `export const a = pgTable("a", { id: integer().primaryKey(), n: integer().unique("u1") });
      export const b = pgTable("b", { a: integer().references(() => a.n) });`,
    to: `export const a = pgTable("a", { id: integer().primaryKey(), n: integer() }, (t) => [uniqueIndex("u2").on(t.n)]);
      export const b = pgTable("b", { a: integer().references(() => a.n) });`,
  },

  // --- indexes
  extras(
    "an index with everything",
    "",
    `index("i").using("btree", t.a.desc().nullsFirst(), t.b.asc().op("text_pattern_ops"), sql\`lower(\${t.c})\`).where(sql\`\${t.a} > \${5}\`).with({ fillfactor: 70 })`,
  ),
  extras(
    "index methods",
    "",
    `index("h").using("hash", t.b), index("g").using("gin", t.j.op("jsonb_path_ops")), index("r").using("brin", t.at), index("e").on(sql\`(\${t.a} + 1)\`, sql\`\${t.b} || 'x'\`)`,
  ),
  extras(
    "index order changes",
    `index("i").on(t.a, t.b)`,
    `index("i").on(t.a.desc(), t.b.nullsFirst())`,
  ),
  extras(
    "index predicate changes",
    `index("i").on(t.a).where(sql\`\${t.a} > 1\`)`,
    `index("i").on(t.a).where(gt(t.a, 2))`,
  ),
  extras(
    "index expression changes",
    `index("i").on(sql\`lower(\${t.b})\`)`,
    `index("i").on(sql\`upper(\${t.b})\`)`,
  ),
  extras(
    "index options change",
    `index("i").on(t.a).with({ fillfactor: 70 })`,
    `index("i").on(t.a).with({ fillfactor: 90 })`,
  ),
  extras("index is renamed", `index("i").on(t.a, t.b)`, `index("k").on(t.a, t.b)`, {
    contains: ["renameIndex"],
    lacks: ["dropIndex"],
  }),
  extras("index becomes unique", `index("i").on(t.a)`, `uniqueIndex("i").on(t.a)`),
  extras(
    "the default operator class by name",
    `index("i").on(t.b)`,
    `index("i").on(t.b.op("text_ops")), index("l").on(t.a)`,
  ),

  // --- enums
  {
    name: "an enum comes",
    from: "export {};",
    to: enumTable(`"a", "it's"`, `m: mood().default("it's").notNull(), ms: mood().array()`),
  },
  {
    name: "enum values are added",
    from: enumTable(`"b", "d"`, "m: mood()"),
    to: enumTable(`"a", "b", "c", "d", "e"`, "m: mood()"),
    contains: ["addEnumValue"],
  },
  {
    name: "an enum value is added and used",
    from: enumTable(`"a"`, `m: mood().default("a")`),
    to: enumTable(`"a", "b"`, `m: mood().default("b")`, "check('c', sql`${t.m} <> 'b'`)"),
  },
  {
    name: "an enum value goes",
    from: enumTable(
      `"a", "b", "c"`,
      `m: mood().default("a").notNull(), ms: mood().array().default(["a"])`,
      "index('i').on(t.m).where(sql`${t.m} = 'a'`), check('c', sql`${t.m} <> 'b'`)",
    ),
    to: enumTable(
      `"b", "a"`,
      `m: mood().default("b").notNull(), ms: mood().array().default(["a"])`,
      "index('i').on(t.m).where(sql`${t.m} = 'a'`), check('c', sql`${t.m} <> 'b'`)",
    ),
  },
  {
    name: "an enum goes",
    from: enumTable(`"a", "b"`, `m: mood().default("a")`),
    to: `export const t = pgTable("t", { id: integer(), m: text().default("a") });`,
  },
  {
    name: "text becomes an enum",
    from: `export const t = pgTable("t", { id: integer(), m: text().default("a").notNull() });`,
    to: enumTable(`"a", "b"`, `m: mood().default("a").notNull()`),
  },
  {
    name: "an enum from an object",
    from: "export {};",
    to: `export const mood = pgEnum("mood", { A: "a", B: "b" }); export const t = pgTable("t", { m: mood().default("a") });`,
  },

  // --- sequences, views, row-level security
  {
    name: "sequences",
    from: `export const a = pgSequence("a"); export const b = pgSequence("b", { increment: -1 });`,
    to: `export const a = pgSequence("a", { startWith: 5, maxValue: 100, cycle: true, cache: 2 }); export const c = pgSequence("c");`,
  },
  {
    name: "views on views, in any order",
    from: `export const t = pgTable("t", { id: integer(), n: text() });
      export const z = pgView("z").as((qb) => qb.select().from(t));`,
    to: `export const t = pgTable("t", { id: integer(), n: text() });
      export const z = pgView("z").with({ securityBarrier: true }).as((qb) => qb.select({ id: t.id }).from(t).where(gt(t.id, 5)));
      export const a = pgView("a", { id: integer() }).as(sql\`select id from "z"\`);
      export const m = pgMaterializedView("m").with({ fillfactor: 70 }).withNoData().as((qb) => qb.select().from(z));`,
  },
  {
    name: "a view over a column whose type changes",
    from: `export const t = pgTable("t", { id: integer(), n: varchar({ length: 5 }) });
      export const v = pgView("v").as((qb) => qb.select().from(t));
      export const w = pgView("w").as((qb) => qb.select().from(v));`,
    to: `export const t = pgTable("t", { id: bigint({ mode: "number" }), n: text() });
      export const v = pgView("v").as((qb) => qb.select().from(t));
      export const w = pgView("w").as((qb) => qb.select().from(v));`,
  },
  {
    name: "policies",
    from: `export const t = pgTable("t", { id: integer(), n: text() }, (t) => [pgPolicy("a", { using: sql\`\${t.id} > 0\` }), pgPolicy("b", { for: "insert", withCheck: sql\`true\` })]);`,
    to: `export const t = pgTable("t", { id: bigint({ mode: "number" }), n: text() }, (t) => [pgPolicy("a", { to: "public", using: gt(t.id, 5), withCheck: sql\`\${t.n} <> '--'\` }), pgPolicy("c", { as: "restrictive", for: "select", using: sql\`true\` })]);`,
  },
  {
    name: "a policy for whoever makes it",
    from: `export const t = pgTable("t", { id: integer() });`,
    to: `export const t = pgTable("t", { id: integer() }, () => [pgPolicy("a", { to: "current_user", using: sql\`true\` }), pgPolicy("b", { to: ["session_user", "public"], using: sql\`true\` })]);`,
  },
  {
    name: "row-level security alone",
    from: `export const t = pgTable("t", { id: integer() });`,
    to: `export const t = pgTable("t", { id: integer() }).enableRLS();`,
  },

  // --- renames
  columns(
    "a column is renamed, with all that stands on it",
    "a: integer().notNull().unique(), g: integer().generatedAlwaysAs(sql`a + 1`)",
    "b: integer().notNull().unique(), g: integer().generatedAlwaysAs(sql`b + 1`)",
    {
      renames: ["column:t.a=b"],
      contains: ["renameColumn", "renameConstraint"],
      lacks: ["op.dropColumn"],
    },
  ),
  {
    name: "a renamed column under checks, indexes and a policy",
    from: underOneColumn("old"),
    to: underOneColumn("new"),
    renames: ["column:t.old=new"],
    contains: ["renameColumn"],
    lacks: ["op.dropColumn", "dropConstraint", "dropIndex", "Policy"],
  },
  {
    name: "a table is renamed, with serial, keys and references",
    from: `export const a = pgTable("cars", { id: serial().primaryKey(), n: text() });
      export const b = pgTable("wheels", { car: integer().references(() => a.id) });`,
    to: `export const a = pgTable("vehicles", { id: serial().primaryKey(), n: text() });
      export const b = pgTable("wheels", { car: integer().references(() => a.id) });`,
    renames: ["table:cars=vehicles"],
    contains: ["renameTable", "renameSequence", "renameConstraint"],
    lacks: ["dropTable", "createTable"],
  },
  {
    name: "an enum is renamed",
    from: enumTable(`"a", "b"`, `m: mood().default("a")`),
    to: enumTable(`"a", "b"`, `m: mood().default("a")`).replace('"mood"', '"feeling"'),
    renames: ["enum:mood=feeling"],
    lacks: ["dropEnum"],
  },
];
