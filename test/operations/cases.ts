/** Operations, each with the database it acts on and what the catalog says of it afterwards. */
import { completeSequenceOptions } from "../../src/schema/sequences.js";
import type { Column } from "../../src/schema/types.js";
import type { Operation } from "../../src/operations/types.js";
import { column, index, table } from "../support/builders.js";

export interface Case {
  readonly title: string;
  readonly setup?: string;
  readonly operation: Operation;
  /** Each is in a line that the catalog gained or, with `-`, lost. */
  readonly shows: readonly string[];
  /** Where the way back cannot leave everything as it was. */
  readonly oneWay?: boolean;
  readonly minVersion?: number;
}

export const odd = { schema: "public", name: 'o"dd Tä\\ble' };
const oddSql = `"o""dd Tä\\ble"`;
const t = { schema: "public", name: "t" };

export const asc = { order: "asc", nulls: "last" } as const;

const identity = (given = {}, type: "integer" | "bigint" = "bigint") => ({
  generation: "always" as const,
  options: completeSequenceOptions(given, type),
});

const richTable = table(
  odd.name,
  [
    column('i"d', "integer", { notNull: true, serial: {}, comment: "it's" }),
    column("number", "bigint", {
      notNull: true,
      identity: {
        ...identity({ startWith: "5", increment: "2", cycle: true }),
        sequenceName: "nq",
      },
    }),
    column("select", "character varying(20)", { default: "'a''b'::character varying" }),
    column("sum", "numeric(10,2)", { notNull: true, default: "0" }),
    column("twice", "numeric", { generated: { expression: "sum * 2", stored: true } }),
    column("c", "text", { collation: '"C"', default: "1 IS NULL" }),
  ],
  {
    primaryKey: { name: "the key", columns: ['i"d'], comment: "key" },
    uniqueConstraints: [
      { name: "uq", columns: ["select", "sum"], nullsNotDistinct: false, include: ["c"] },
      {
        name: "uqd",
        columns: ["number"],
        nullsNotDistinct: false,
        deferrable: true,
        initiallyDeferred: true,
      },
    ],
    checks: [
      { name: "ch", expression: "sum > 0 -- positive", comment: "a comment" },
      { name: "ch2", expression: "sum < 10", noInherit: true, notValid: true },
    ],
    indexes: [
      index(
        "ix",
        [
          { column: "select", ...asc },
          { expression: "lower(c)", ...asc },
        ],
        {
          where: "sum > 1",
          with: { fillfactor: "70" },
          comment: "an index",
        },
      ),
    ],
    policies: [
      {
        name: "po",
        as: "restrictive",
        for: "update",
        to: ["current_user", "public"],
        using: "sum > 1",
        withCheck: "sum > 2",
        comment: "a policy",
      },
    ],
    rowSecurity: true,
    comment: "a \\ table",
  },
);

export const tableCases: readonly Case[] = [
  {
    title: "createTable with everything",
    operation: { kind: "createTable", table: richTable },
    shows: [
      `relation r public ${odd.name}  rls=t  a \\ table`,
      `default=nextval('"o""dd Tä\\ble_i""d_seq"'::regclass)`,
      "select character varying(20) f default='a''b'::character varying",
      "sum numeric(10,2) t default=0",
      "generated=s",
      "default=(1 IS NULL)",
      "the key PRIMARY KEY",
      'uq UNIQUE ("select", sum) INCLUDE (c)',
      "uqd UNIQUE (number) DEFERRABLE INITIALLY DEFERRED",
      "ch CHECK ((sum > (0)::numeric)) valid=t a comment",
      "ch2 CHECK ((sum < (10)::numeric)) NO INHERIT NOT VALID valid=f",
      "INDEX ix ON",
      "sequence nq",
      "policy",
    ],
  },
  {
    title: "createTable without columns",
    operation: { kind: "createTable", table: table("nothing", []) },
    shows: ["relation r public nothing"],
  },
  {
    title: "createTable with a serial column whose sequence has another name",
    operation: {
      kind: "createTable",
      table: table("moved", [
        column("id", "bigint", {
          notNull: true,
          serial: { sequence: { schema: "public", name: 'old"er_id_seq' } },
        }),
      ]),
    },
    shows: [`default=nextval('"old""er_id_seq"'::regclass)`, "owned=moved.id a"],
  },
  {
    title: "createTable with a serial column that takes NULL",
    operation: {
      kind: "createTable",
      table: table("n", [column("id", "smallint", { serial: {} })]),
    },
    shows: ["column public.n.id smallint f default=nextval"],
  },
  {
    title: "renameTable",
    setup: `CREATE TABLE ${oddSql} (a int)`,
    operation: { kind: "rename", object: { kind: "table", ...odd }, to: 'new "name"' },
    shows: ['relation r public new "name"'],
  },
  {
    title: "setTableSchema",
    setup: `CREATE TABLE ${oddSql} (a int); CREATE SCHEMA "o""s"`,
    operation: { kind: "setSchema", object: { kind: "table", ...odd }, to: 'o"s' },
    shows: [`relation r o"s ${odd.name}`],
  },
  {
    title: "createSchema",
    operation: { kind: "createSchema", namespace: { name: 'o"s', comment: "c" } },
    shows: ['schema "o""s" c'],
  },
  {
    title: "renameSchema",
    setup: "CREATE SCHEMA a",
    operation: { kind: "rename", object: { kind: "schema", name: "a" }, to: "B c" },
    shows: ['schema "B c"'],
  },
];

const add = (
  title: string,
  added: Column,
  shows: readonly string[],
  more: Partial<Case> = {},
): Case => ({
  title: `addColumn ${title}`,
  setup: "CREATE TABLE t (id int, sum int)",
  operation: { kind: "addColumn", table: t, column: added },
  shows,
  ...more,
});

const alter = (
  title: string,
  setup: string,
  changes: Extract<Operation, { kind: "alterColumn" }>["changes"],
  previous: Extract<Operation, { kind: "alterColumn" }>["changes"],
  shows: readonly string[],
  more: Partial<Case> = {},
): Case => ({
  title: `alterColumn ${title}`,
  setup: `CREATE TABLE t (${setup}); INSERT INTO t DEFAULT VALUES`,
  operation: { kind: "alterColumn", table: t, column: "a", changes, previous },
  shows,
  ...more,
});

export const columnCases: readonly Case[] = [
  add("plain", column('o"dd', "varchar(50)"), ['column public.t.o"dd character varying(50) f']),
  add("serial", column("s", "bigint", { serial: {}, notNull: true }), ["t_s_seq", "t.s bigint t"]),
  add(
    "identity",
    column("i", "integer", { notNull: true, identity: identity({ minValue: "0" }, "integer") }),
    ["identity=a", '"seqmin": 0'],
  ),
  add("generated", column("g", "integer", { generated: { expression: "sum + 1", stored: true } }), [
    "generated=s",
  ]),
  add(
    "virtual",
    column("g", "integer", { generated: { expression: "sum + 1", stored: false } }),
    ["generated=v"],
    { minVersion: 180000 },
  ),
  add(
    "with comment and default",
    column("d", "text", { notNull: true, default: "'x'", comment: "hm" }),
    ["default='x'::text", " hm "],
  ),
  {
    title: "renameColumn",
    setup: "CREATE TABLE t (a int)",
    operation: { kind: "rename", object: { kind: "column", table: t, name: "a" }, to: 'b"b' },
    shows: ['public.t.b"b integer'],
  },
  alter(
    "type with default",
    "a text DEFAULT '1'",
    { type: { sql: "integer" }, using: '"a"::integer', default: "2" },
    { type: { sql: "text" }, default: "'1'" },
    ["a integer f default=2"],
  ),
  alter(
    "type without default",
    "a varchar(50)",
    { type: { sql: "varchar(20)" } },
    { type: { sql: "varchar(50)" } },
    ["character varying(20)"],
  ),
  alter(
    "collation",
    "a text",
    { type: { sql: "text" }, collation: '"C"' },
    { type: { sql: "text" }, collation: null },
    ['"C"'],
  ),
  alter("nullability", "a int DEFAULT 1", { notNull: true }, { notNull: false }, ["a integer t"]),
  alter("default", "a int", { default: "1 -- one" }, { default: null }, ["default=1"]),
  alter(
    "default to identity",
    "a int NOT NULL DEFAULT 1",
    { default: null, identity: identity({}, "integer") },
    { default: "1", identity: null },
    ["identity=a", "sequence t_a_seq"],
  ),
  alter(
    "identity to another type",
    "a int GENERATED ALWAYS AS IDENTITY",
    { identity: null, notNull: false, type: { sql: "text" }, using: '"a"::text' },
    {
      type: { sql: "integer" },
      using: '"a"::integer',
      notNull: true,
      identity: identity({}, "integer"),
    },
    ["a text f"],
  ),
  alter(
    "nullable to identity",
    "a int DEFAULT 1",
    {
      default: null,
      notNull: true,
      identity: { ...identity({ startWith: "7" }), sequenceName: 'my "q"' },
    },
    { default: "1", notNull: false, identity: null },
    ['sequence "my ""q"""'],
  ),
  alter(
    "identity options",
    "a int GENERATED ALWAYS AS IDENTITY",
    {
      identity: {
        generation: "byDefault",
        options: completeSequenceOptions(
          { minValue: "100", increment: "5", cache: "3" },
          "integer",
        ),
        sequenceName: "t_a_seq",
      },
    },
    { identity: { ...identity({}, "integer"), sequenceName: "t_a_seq" } },
    ['"seqmin": 100', "identity=d", '"seqcache": 3'],
  ),
  alter(
    "options of an identity alone",
    "a int GENERATED ALWAYS AS IDENTITY",
    { identityOptions: { maxValue: "50", cycle: true } },
    { identityOptions: { maxValue: "2147483647", cycle: false } },
    ['"seqmax": 50', '"seqcycle": true'],
  ),
  alter(
    "generated to ordinary",
    "b int DEFAULT 1, a int GENERATED ALWAYS AS (b + 1) STORED",
    { generated: null },
    {},
    ["generated="],
    { oneWay: true },
  ),
  alter(
    "expression",
    "b int DEFAULT 1, a int GENERATED ALWAYS AS (b + 1) STORED",
    { generated: "b + 2" },
    { generated: "b + 1" },
    ["default=(b + 2)"],
    { minVersion: 170000 },
  ),
  alter(
    "scalar to array",
    "a int DEFAULT 1",
    { type: { sql: "integer[]" }, using: 'ARRAY["a"]::integer[]', default: "'{}'" },
    { type: { sql: "integer" }, using: '"a"[1]', default: "1" },
    ["integer[]"],
  ),
];

export const constraintCases: readonly Case[] = [
  {
    title: "createPrimaryKey",
    setup: `CREATE TABLE t (a int NOT NULL, "b c" int NOT NULL)`,
    operation: {
      kind: "createPrimaryKey",
      table: t,
      constraint: { name: 'p"k', columns: ["b c", "a"], comment: "c" },
    },
    shows: ['p"k PRIMARY KEY ("b c", a) valid=t c'],
  },
  {
    title: "createUniqueConstraint",
    setup: "CREATE TABLE t (a int)",
    operation: {
      kind: "createUniqueConstraint",
      table: t,
      constraint: { name: "u", columns: ["a"], nullsNotDistinct: true },
    },
    shows: ["u UNIQUE NULLS NOT DISTINCT (a)"],
    minVersion: 150000,
  },
  {
    title: "createForeignKey",
    setup: "CREATE TABLE p (x int, y int, UNIQUE (x, y)); CREATE TABLE t (a int, b int)",
    operation: {
      kind: "createForeignKey",
      table: t,
      constraint: {
        name: "f",
        columns: ["a", "b"],
        referencedTable: { schema: "public", name: "p" },
        referencedColumns: ["x", "y"],
        onDelete: "set null",
        onUpdate: "cascade",
        match: "full",
        deferrable: true,
        notValid: true,
      },
    },
    shows: [
      "f FOREIGN KEY (a, b) REFERENCES p(x, y) MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE NOT VALID valid=f",
    ],
  },
  {
    title: "createCheckConstraint",
    setup: "CREATE TABLE t (a int)",
    operation: {
      kind: "createCheckConstraint",
      table: t,
      constraint: { name: "c", expression: "a > 0", notValid: true, noInherit: true },
    },
    shows: ["c CHECK ((a > 0)) NO INHERIT NOT VALID"],
  },
  {
    title: "renameConstraint",
    setup: "CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0))",
    operation: { kind: "rename", object: { kind: "constraint", table: t, name: "c" }, to: 'd"' },
    shows: ['d" CHECK'],
  },
  {
    title: "validateConstraint",
    setup: "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID",
    operation: {
      kind: "validateConstraint",
      table: t,
      name: "c",
      previous: { type: "check", constraint: { name: "c", expression: "a > 0", notValid: true } },
    },
    shows: ["valid=t"],
  },
];

const key = (name: string, more: object = {}) => ({ column: name, ...asc, ...more });

export const indexCases: readonly Case[] = [
  {
    title: "createIndex with everything",
    setup: `CREATE TABLE t (a int, b text, "c d" text, e int)`,
    operation: {
      kind: "createIndex",
      table: t,
      index: index(
        'i"x',
        [
          { column: "a", order: "desc", nulls: "first" },
          {
            column: "b",
            order: "desc",
            nulls: "last",
            opclass: "text_pattern_ops",
            collation: '"C"',
          },
          { expression: 'lower("c d") || b', order: "asc", nulls: "first" },
        ],
        {
          unique: true,
          include: ["e"],
          where: "a > 1 OR e = 2",
          with: { fillfactor: "70" },
          comment: "c",
        },
      ),
    },
    shows: [
      `CREATE UNIQUE INDEX "i""x" ON public.t USING btree (a DESC, b COLLATE "C" text_pattern_ops DESC NULLS LAST, ((lower("c d") || b)) NULLS FIRST) INCLUDE (e) WITH (fillfactor='70') WHERE ((a > 1) OR (e = 2))`,
    ],
  },
  {
    title: "createIndex of another method, operator class with parameters",
    setup: "CREATE TABLE t (a tsvector)",
    operation: {
      kind: "createIndex",
      table: t,
      index: index("x", [key("a", { opclass: "tsvector_ops(siglen='64')" })], {
        method: "gist",
        only: true,
      }),
    },
    shows: ["USING gist (a tsvector_ops (siglen='64'))"],
  },
  {
    title: "createIndex concurrently, nulls not distinct",
    setup: "CREATE TABLE t (a int)",
    operation: {
      kind: "createIndex",
      table: t,
      index: index("x", [key("a")], { unique: true, concurrently: true, nullsNotDistinct: true }),
    },
    shows: ["NULLS NOT DISTINCT"],
    minVersion: 150000,
  },
  {
    title: "dropIndex concurrently",
    setup: "CREATE TABLE t (a int); CREATE INDEX x ON t (a)",
    operation: {
      kind: "dropIndex",
      index: { schema: "public", name: "x" },
      concurrently: true,
      previous: { table: t, index: index("x", [key("a")]) },
    },
    shows: ["- index"],
  },
  {
    title: "renameIndex",
    setup: "CREATE TABLE t (a int); CREATE INDEX x ON t (a)",
    operation: { kind: "rename", object: { kind: "index", schema: "public", name: "x" }, to: 'y"' },
    shows: ['INDEX "y"""'],
  },
];
