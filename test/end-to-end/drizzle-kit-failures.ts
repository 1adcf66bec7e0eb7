/** Valid models for which drizzle-kit makes wrong SQL, or SQL that differs for ever. */
export interface Failure {
  readonly name: string;
  readonly models: string;
  /** The lowest major version of PostgreSQL that knows what the models say. */
  readonly since?: number;
  /** What the database then says, and what it has to answer. */
  readonly truth?: readonly { readonly query: string; readonly answer: readonly unknown[] }[];
}

/** A table `t` with these columns and extras. */
function table(columns: string, extras = ""): string {
  return `export const t = pgTable("t", { ${columns} }, (t) => [${extras}]);`;
}

/** One query for one value. */
function value(query: string, ...answer: readonly unknown[]): Failure["truth"] & object {
  return [{ query, answer }];
}

const checkText = "select pg_get_constraintdef(oid) as it from pg_constraint where conname = 'c'";
const predicate =
  "select pg_get_expr(indpred, indrelid) as it from pg_index where indexrelid = 'i'::regclass";
const keyText = "select pg_get_indexdef('i'::regclass, 1, false) as it";
const indexText = "select pg_get_indexdef('i'::regclass) as it";
const inserted = (columns: string): string =>
  `insert into t default values returning to_jsonb(t.*) #>> '{${columns}}' as it`;
const typeOf = (column: string, table = "t"): string =>
  `select format_type(atttypid, atttypmod) as it from pg_attribute
    where attrelid = '${table}'::regclass and attname = '${column}'`;

const custom = (type: string): string =>
  `customType<{ data: string }>({ dataType: () => ${JSON.stringify(type)} })()`;

/** Enums whose names begin as a type's does. */
const typelike = ["timezone_kind", "text_status", "dateKind", "bitty", "charming"];

export const failures: readonly Failure[] = [
  // --- parameters
  {
    name: "a check with a parameter",
    models: table("a: integer()", `check("c", sql\`\${t.a} > \${18}\`)`),
    truth: value(checkText, "CHECK ((a > 18))"),
  },
  {
    name: "a check of Drizzle's operators",
    models: table("a: integer()", `check("c", gt(t.a, 18))`),
    truth: value(checkText, "CHECK ((a > 18))"),
  },
  {
    name: "an index predicate of Drizzle's operators",
    models: table("a: integer()", `index("i").on(t.a).where(gt(t.a, 5))`),
    truth: value(predicate, "(a > 5)"),
  },
  {
    name: "a policy of Drizzle's operators",
    models: table(
      "a: text()",
      `pgPolicy("p", { using: eq(t.a, "it's"), withCheck: eq(t.a, "b") })`,
    ),
    truth: [
      {
        query: "select qual as it from pg_policies where policyname = 'p'",
        answer: ["(a = 'it''s'::text)"],
      },
      {
        query: "select with_check as it from pg_policies where policyname = 'p'",
        answer: ["(a = 'b'::text)"],
      },
    ],
  },
  {
    name: "a generated column with a parameter",
    models: table("a: integer(), g: integer().generatedAlwaysAs(sql`a + ${5}`)"),
    truth: value("insert into t values (1) returning g as it", 6),
  },
  {
    name: "a default with a parameter",
    models: table("a: text().default(sql`${'x'}`)"),
    truth: value(inserted("a"), "x"),
  },

  // --- text that looks like syntax
  {
    name: "a semicolon in a check",
    models: table("a: text()", `check("c", sql\`\${t.a} <> 'x;y'\`)`),
    truth: value(checkText, "CHECK ((a <> 'x;y'::text))"),
  },
  {
    name: "a semicolon in an index predicate",
    models: table("a: text()", `index("i").on(t.a).where(sql\`\${t.a} <> 'x;y'\`)`),
    truth: value(predicate, "(a <> 'x;y'::text)"),
  },
  {
    name: "dashes in an index expression",
    models: table("a: text()", `index("i").on(sql\`(\${t.a} || '--x')\`)`),
    truth: value(keyText, "((a || '--x'::text))"),
  },
  {
    name: "commas in an index expression",
    models: table("a: text()", `index("i").on(sql\`(\${t.a} || ',,x')\`)`),
    truth: value(keyText, "((a || ',,x'::text))"),
  },
  {
    name: "dashes in a policy, which must not become another rule",
    models: table("a: text()", `pgPolicy("p", { using: sql\`\${t.a} <> '--'\` })`),
    truth: [
      {
        query: "select qual as it from pg_policies where policyname = 'p'",
        answer: ["(a <> '--'::text)"],
      },
      {
        query: "select with_check as it from pg_policies where policyname = 'p'",
        answer: [null],
      },
    ],
  },
  {
    name: "an index expression without parentheses",
    models: table("a: text(), b: text()", `index("i").on(sql\`\${t.a} || \${t.b}\`)`),
    truth: value(keyText, "((a || b))"),
  },

  // --- indexes
  {
    name: "an operator class together with an order",
    models: table(
      "a: text(), b: text()",
      `index("i").on(t.a.desc().op("text_pattern_ops"), t.b.asc().nullsFirst().op("text_ops"))`,
    ),
    truth: value(
      indexText,
      "CREATE INDEX i ON public.t USING btree (a text_pattern_ops DESC NULLS LAST, b NULLS FIRST)",
    ),
  },
  {
    name: "an index on only the table itself",
    models: table("a: integer()", `index("i").onOnly(t.a)`),
    truth: value(indexText, "CREATE INDEX i ON public.t USING btree (a)"),
  },

  // --- defaults
  {
    name: "a jsonb default with a quote",
    models: table(`a: jsonb().default({ name: "it's", path: 'a"b\\\\c' })`),
    truth: value("insert into t default values returning a as it", {
      name: "it's",
      path: 'a"b\\c',
    }),
  },
  {
    name: "a bigint default",
    models: table(`a: bigint({ mode: "bigint" }).default(9007199254740993n)`),
    truth: value("insert into t default values returning a::text as it", "9007199254740993"),
  },
  {
    name: "an array default with quotes and braces",
    models: table(`a: text().array().default(["it's", 'a"b', "{z}", "{}", "a,b", "", "NULL"])`),
    truth: value(
      "insert into t default values returning to_json(a)::text as it",
      JSON.stringify(["it's", 'a"b', "{z}", "{}", "a,b", "", "NULL"]),
    ),
  },
  {
    name: "a jsonb array default with quotes",
    models: table(`a: jsonb().array().default([{ b: "it's" }, { c: 'x"y' }])`),
    truth: value("insert into t default values returning to_json(a)::jsonb as it", [
      { b: "it's" },
      { c: 'x"y' },
    ]),
  },
  {
    name: "defaults of points and lines",
    models: table(
      `a: point().default([1, 2]), b: point({ mode: "xy" }).default({ x: 1, y: 2 }),
       c: line().default([1, 2, 3]), d: line({ mode: "abc" }).default({ a: 1, b: 2, c: 3 })`,
    ),
    truth: value(
      "insert into t default values returning concat_ws(' ', a, b, c, d) as it",
      "(1,2) (1,2) {1,2,3} {1,2,3}",
    ),
  },
  {
    name: "a custom type's default goes through its toDriver",
    models: `const pair = customType<{ data: { a: number; b: number }; driverData: string }>({
        dataType: () => "point", toDriver: ({ a, b }) => \`(\${a},\${b})\` });
      ${table("a: pair().default({ a: 1, b: 2 })")}`,
    truth: value("insert into t default values returning a::text as it", "(1,2)"),
  },
  {
    name: "a default from a sequence",
    models: `export const q = pgSequence("q", { startWith: 5 }); ${table("a: integer().default(sql`nextval('q')`)")}`,
    truth: value(inserted("a"), "5"),
  },
  {
    name: "defaults that are computed",
    models: table("a: text().default(sql`'a' || 'b'`), b: integer().default(sql`1+1`)"),
    truth: value("insert into t default values returning concat(a, b) as it", "ab2"),
  },
  {
    name: "a date as the default of a timestamp with time zone",
    models: table(
      `a: timestamp({ withTimezone: true }).default(new Date("2024-01-02T03:04:05.678Z"))`,
    ),
    truth: value(
      "insert into t default values returning (a = '2024-01-02 03:04:05.678+00') as it",
      true,
    ),
  },
  {
    name: "a number as the default of a numeric column",
    models: table(`a: numeric({ mode: "number" }).default(1.5)`),
    truth: value("insert into t default values returning a::text as it", "1.5"),
  },
  {
    name: "a default that is null",
    models: table(`a: text().default(null as never), b: integer()`),
    truth: value(inserted("a"), null),
  },
  {
    name: "a very large default of double precision",
    models: table("a: doublePrecision().default(1e21)"),
    truth: value("insert into t default values returning a as it", 1e21),
  },
  {
    name: "a negative default of real",
    models: table("a: real().default(-1.5)"),
    truth: value("insert into t default values returning a as it", -1.5),
  },
  {
    name: "empty arrays as defaults, in any spelling",
    models: table(
      "a: text().array().default(sql`ARRAY[]::text[]`), b: text().array().default(sql`'{}'::text[]`), c: text().array().default([])",
    ),
    truth: value("insert into t default values returning concat(a, b, c) as it", "{}{}{}"),
  },
  {
    name: "an empty default of a uuid array, and arrays of a size",
    models: table("a: uuid().array().default([]), b: integer().array(3).array(2)"),
    truth: [
      { query: "insert into t default values returning a::text as it", answer: ["{}"] },
      { query: typeOf("b"), answer: ["integer[]"] },
    ],
  },

  // --- enums and custom types
  ...typelike.map((name) => ({
    name: `an enum called ${name} in a schema of its own`,
    models: `export const s = pgSchema("s"); export const kind = s.enum("${name}", ["a", "b"]);
      ${table(`a: kind().default("a").notNull(), b: kind().array()`)}`,
    truth: value(typeOf("a"), /[A-Z]/.test(name) ? `s."${name}"` : `s.${name}`),
  })),
  {
    name: "an enum made from an object, in a schema of its own",
    models: `export const s = pgSchema("s"); export const kind = s.enum("kind", { A: "a", B: "b" });
      ${table(`a: kind().default("b")`)}`,
    truth: value("insert into t default values returning a::text as it", "b"),
  },
  ...[
    ["int", "integer"],
    ["float", "double precision"],
    ["VARCHAR(20)", "character varying(20)"],
    ["character varying(20)", "character varying(20)"],
    ["timestamptz(3)", "timestamp(3) with time zone"],
    ["bool", "boolean"],
    ["int4", "integer"],
    ["float8", "double precision"],
    ['text COLLATE "C"', "text"],
  ].map(([spelling = "", type]) => ({
    name: `a custom type spelled ${spelling}`,
    models: table(`a: ${custom(spelling)}, b: integer()`),
    truth: value(typeOf("a"), type),
  })),
  {
    name: "a custom type spelled s.mood",
    models: `export const s = pgSchema("s"); export const mood = s.enum("mood", ["a"]);
      ${table(`a: ${custom("s.mood")}`)}`,
    truth: value(typeOf("a"), "s.mood"),
  },
  {
    name: "a char without a length",
    models: table(`a: char(), b: char().default("x")`),
    truth: value(typeOf("a"), "character(1)"),
  },

  // --- names
  {
    name: "quotes in the names of a table and a column",
    models: `export const t = pgTable('my "t"', { a: integer('c"d').primaryKey(), b: text('"') }, (t) => [
      index('i"').on(t.b), unique('u"').on(t.a, t.b), check('k"', sql\`\${t.a} > 0\`)]);`,
    truth: value(
      `select count(*)::int as it from pg_attribute where attrelid = '"my ""t"""'::regclass and attname in ('c"d', '"')`,
      2,
    ),
  },
  {
    name: "a comma in the name of a column of a primary key",
    models: table(`a: integer("a,b"), b: integer("c")`, "primaryKey({ columns: [t.a, t.b] })"),
    truth: value(
      "select array_length(conkey, 1) as it from pg_constraint where contype = 'p' and conrelid = 't'::regclass",
      2,
    ),
  },
  {
    name: "names of foreign keys and unique constraints of more than 63 bytes",
    models: `export const parents = pgTable("a_table_with_a_name_that_is_long_for_a_table", {
        identifierOfTheParent: integer("identifier_of_the_parent").primaryKey(),
        another: text("another_column_with_a_long_name_as_well").unique() });
      export const children = pgTable("another_table_with_a_name_that_is_long", {
        parent: integer("reference_to_the_parent").references(() => parents.identifierOfTheParent) });`,
    truth: value("select max(length(conname)) as it from pg_constraint", 63),
  },

  // --- keys
  {
    name: "a foreign key to a column that only has a unique index",
    models: `export const a = pgTable("a", { n: integer() }, (t) => [uniqueIndex("a_n").on(t.n)]);
      export const t = pgTable("t", { n: integer().references(() => a.n) });`,
    truth: value(
      "select confrelid::regclass::text as it from pg_constraint where contype = 'f'",
      "a",
    ),
  },
  {
    name: "a composite foreign key in another order than the columns",
    models: `export const a = pgTable("a", { x: integer(), y: text() }, (t) => [primaryKey({ columns: [t.y, t.x] })]);
      ${table("p: integer(), q: text()", `foreignKey({ name: "f", columns: [t.q, t.p], foreignColumns: [a.y, a.x] })`)}`,
    truth: value(
      "select pg_get_constraintdef(oid) as it from pg_constraint where conname = 'f'",
      "FOREIGN KEY (q, p) REFERENCES a(y, x)",
    ),
  },
  {
    name: "a unique constraint with nulls not distinct",
    since: 15,
    models: table(
      "a: integer(), b: integer().unique('u1', { nulls: 'not distinct' })",
      `unique("u2").on(t.a).nullsNotDistinct()`,
    ),
  },
  {
    name: "a primary key of one column, said by the table, without a name",
    models: table("a: integer(), b: text()", "primaryKey({ columns: [t.a] })"),
  },
  {
    name: "a primary key of one column, said by the table, with a name",
    models: table("a: integer(), b: text()", `primaryKey({ name: "own", columns: [t.a] })`),
    truth: value(
      "select conname::text as it from pg_constraint where contype = 'p' and conrelid = 't'::regclass",
      "own",
    ),
  },
  {
    name: "a composite primary key over columns that are not said to be NOT NULL",
    models: table("a: integer(), b: text()", "primaryKey({ columns: [t.b, t.a] })"),
    truth: value(
      "select pg_get_constraintdef(oid) as it from pg_constraint where contype = 'p' and conrelid = 't'::regclass",
      "PRIMARY KEY (b, a)",
    ),
  },
  {
    name: "an identity under quoted names",
    models: `export const t = pgTable("Users", { Id: integer("Id").primaryKey().generatedAlwaysAsIdentity(), n: text() });`,
    truth: value(`select pg_get_serial_sequence('"Users"', 'Id') as it`, 'public."Users_Id_seq"'),
  },

  // --- views
  {
    name: "a view on a view that comes later, in the file and in the alphabet",
    models: `${table("a: integer(), b: text()")}
      export const first = pgView("a_view", { a: integer() }).as(sql\`select a from z_view\`);
      export const second = pgView("z_view").as((qb) => qb.select().from(t));`,
  },
  {
    name: "a view on a materialized view",
    models: `${table("a: integer(), b: text()")}
      export const m = pgMaterializedView("m").as((qb) => qb.select().from(t));
      export const v = pgView("a").as((qb) => qb.select().from(m));`,
    truth: value("select relkind::text as it from pg_class where relname = 'm'", "m"),
  },
];
