/** The other kinds: see `cases.ts`. */
import { completeSequenceOptions } from "../../src/schema/sequences.js";
import type { EnumUse } from "../../src/operations/types.js";
import { table } from "../support/builders.js";
import type { Case } from "./cases.js";

const mood = { schema: "public", name: 'mo"od' };
const t = { schema: "public", name: "t" };
const uses: readonly EnumUse[] = [
  { table: t, column: "a", array: false, default: "'so so'" },
  { table: t, column: "b c", array: true, default: `'{}'::"mo""od"[]` },
];
const enumSetup = `CREATE TYPE "mo""od" AS ENUM ('sad', 'so so', 'it''s \\');
  CREATE TABLE t (a "mo""od" DEFAULT 'so so', "b c" "mo""od"[] DEFAULT '{}', n "mo""od");
  ALTER TABLE t DROP COLUMN n; INSERT INTO t VALUES ('sad', '{sad,so so}'), (NULL, NULL)`;

export const enumCases: readonly Case[] = [
  {
    title: "createEnum",
    operation: {
      kind: "createEnum",
      enum: { ...mood, values: ["it's", "b\\", 'c"'], comment: "c" },
    },
    shows: ['enum public.mo"od {it\'s,"b\\\\","c\\""} c'],
  },
  {
    title: "renameEnum",
    setup: enumSetup,
    operation: { kind: "rename", object: { kind: "enum", ...mood }, to: "new" },
    shows: ["enum public.new", "t.a new"],
  },
  {
    title: "setEnumSchema",
    setup: `${enumSetup}; CREATE SCHEMA s`,
    operation: { kind: "setSchema", object: { kind: "enum", ...mood }, to: "s" },
    shows: ["enum s."],
  },
  {
    title: "renameEnumValue",
    setup: enumSetup,
    operation: {
      kind: "rename",
      object: { kind: "enumValue", enum: mood, name: "it's \\" },
      to: "gl'ad",
    },
    shows: ["gl'ad"],
  },
  ...[
    { place: {}, shows: `{sad,"so so","it's \\\\",n'ew}` },
    { place: { before: "so so" }, shows: `{sad,n'ew,"so so","it's \\\\"}` },
    { place: { after: "so so" }, shows: `{sad,"so so",n'ew,"it's \\\\"}` },
  ].map(({ place, shows }) => ({
    title: `addEnumValue ${JSON.stringify(place)}`,
    setup: enumSetup,
    operation: {
      kind: "addEnumValue" as const,
      enum: mood,
      value: "n'ew",
      ...place,
      previous: { values: ["sad", "so so", "it's \\"], uses },
    },
    shows: [shows],
  })),
  {
    title: "alterEnum removes, reorders and moves columns",
    setup: enumSetup,
    operation: {
      kind: "alterEnum",
      enum: mood,
      values: ["so so", "sad"],
      uses,
      previous: { values: ["sad", "so so", "it's \\"], uses },
    },
    shows: ['{"so so",sad}'],
  },
  {
    title: "alterEnum maps values that go",
    setup: enumSetup,
    operation: {
      kind: "alterEnum",
      enum: mood,
      values: ["so so", "it's \\"],
      uses,
      mapping: { sad: "it's \\" },
      previous: { values: ["sad", "so so", "it's \\"], uses },
    },
    shows: [`{"so so","it's \\\\"}`],
  },
];

const q = { schema: "public", name: 'q"q' };

export const sequenceCases: readonly Case[] = [
  {
    title: "createSequence",
    operation: {
      kind: "createSequence",
      sequence: {
        ...q,
        type: "integer",
        options: completeSequenceOptions(
          { increment: "-2", minValue: "-100", startWith: "-3", cache: "4", cycle: true },
          "integer",
        ),
        comment: "c",
      },
    },
    shows: [
      'sequence "q""q" {"seqmax": -1, "seqmin": -100, "seqcache": 4, "seqcycle": true, "seqstart": -3, "seqtypid": "23", "seqincrement": -2} integer',
    ],
  },
  {
    title: "createSequence with nothing said",
    operation: {
      kind: "createSequence",
      sequence: { ...q, type: "bigint", options: completeSequenceOptions({}, "bigint") },
    },
    shows: ['"seqmax": 9223372036854775807'],
  },
  {
    title: "alterSequence beyond its present value",
    setup: `CREATE SEQUENCE "q""q"`,
    operation: {
      kind: "alterSequence",
      sequence: q,
      changes: {
        minValue: "100",
        startWith: "100",
        increment: "10",
        type: "integer",
        maxValue: "2147483647",
      },
      previous: {
        minValue: "1",
        startWith: "1",
        increment: "1",
        type: "bigint",
        maxValue: "9223372036854775807",
      },
    },
    shows: ['"seqmin": 100', '"seqstart": 100'],
  },
  {
    title: "alterSequence to an owner",
    setup: `CREATE SEQUENCE "q""q"; CREATE TABLE t ("a b" int)`,
    operation: {
      kind: "alterSequence",
      sequence: q,
      changes: { ownedBy: { table: t, column: "a b" } },
      previous: { ownedBy: null },
    },
    shows: ["owned=t.a b a"],
  },
  {
    title: "renameSequence",
    setup: `CREATE SEQUENCE "q""q"`,
    operation: { kind: "rename", object: { kind: "sequence", ...q }, to: "r" },
    shows: ["sequence r"],
  },
  {
    title: "setSequenceSchema",
    setup: `CREATE SEQUENCE "q""q"; CREATE SCHEMA s`,
    operation: { kind: "setSchema", object: { kind: "sequence", ...q }, to: "s" },
    shows: ["sequence s."],
  },
];

const v = { schema: "public", name: 'v"v' };
const plain = { materialized: false, with: {}, dependsOn: [] };

export const viewCases: readonly Case[] = [
  {
    title: "createView",
    setup: "CREATE TABLE t (a int)",
    operation: {
      kind: "createView",
      view: {
        ...v,
        ...plain,
        definition: "SELECT a FROM t WHERE a > 1",
        with: { security_barrier: "true", check_option: "local" },
        comment: "c",
      },
    },
    shows: ['relation v public v"v {security_barrier=true,check_option=local}', "a > 1)"],
  },
  {
    title: "createView materialized",
    setup: "CREATE TABLE t (a int)",
    operation: {
      kind: "createView",
      view: {
        ...v,
        materialized: true,
        dependsOn: [],
        definition: "SELECT a FROM t -- all",
        with: { fillfactor: "70" },
        using: "heap",
        tablespace: "pg_default",
        withNoData: true,
        comment: "c",
      },
    },
    shows: ['relation m public v"v {fillfactor=70}'],
  },
  {
    title: "alterView",
    setup: `CREATE VIEW "v""v" WITH (security_barrier = true) AS SELECT 1 AS a`,
    operation: {
      kind: "alterView",
      view: v,
      materialized: false,
      with: { security_barrier: null, security_invoker: "true" },
      previous: { security_barrier: "true", security_invoker: null },
    },
    shows: ["{security_invoker=true}"],
    minVersion: 150000,
  },
  {
    title: "alterView materialized",
    setup: `CREATE MATERIALIZED VIEW "v""v" AS SELECT 1 AS a`,
    operation: {
      kind: "alterView",
      view: v,
      materialized: true,
      with: { "toast.autovacuum_enabled": "false", fillfactor: "80" },
      previous: { "toast.autovacuum_enabled": null, fillfactor: null },
    },
    shows: ["{fillfactor=80}"],
  },
  {
    title: "renameView",
    setup: `CREATE VIEW "v""v" AS SELECT 1 AS a`,
    operation: { kind: "rename", object: { kind: "view", ...v }, to: "w" },
    shows: ["relation v public w"],
  },
  {
    title: "setViewSchema",
    setup: `CREATE MATERIALIZED VIEW "v""v" AS SELECT 1 AS a; CREATE SCHEMA s`,
    operation: { kind: "setSchema", object: { kind: "materializedView", ...v }, to: "s" },
    shows: ["relation m s"],
  },
  {
    title: "refreshMaterializedView",
    setup: `CREATE MATERIALIZED VIEW "v""v" AS SELECT 1 AS a; CREATE UNIQUE INDEX x ON "v""v" (a)`,
    operation: { kind: "refreshMaterializedView", view: v, concurrently: true },
    shows: [],
  },
  {
    title: "refreshMaterializedView with no data",
    setup: `CREATE MATERIALIZED VIEW "v""v" AS SELECT 1 AS a`,
    operation: { kind: "refreshMaterializedView", view: v, withNoData: true },
    shows: [],
  },
];

export const policyCases: readonly Case[] = [
  {
    title: "createPolicy",
    setup: "CREATE TABLE t (a int)",
    operation: {
      kind: "createPolicy",
      table: t,
      policy: { name: 'p"p', as: "permissive", for: "insert", to: ["public"], withCheck: "a > 1" },
    },
    shows: ['policy t p"p a t'],
  },
  {
    title: "alterPolicy",
    setup: "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 1)",
    operation: {
      kind: "alterPolicy",
      table: t,
      name: "p",
      changes: { using: "a > 2", to: ["current_user"] },
      previous: { using: "a > 1", to: ["public"] },
    },
    shows: ["(a > 2)"],
  },
  {
    title: "renamePolicy",
    setup: "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 1)",
    operation: { kind: "rename", object: { kind: "policy", table: t, name: "p" }, to: 'r"' },
    shows: ['policy t r"'],
  },
  {
    title: "enableRowLevelSecurity",
    setup: "CREATE TABLE t (a int)",
    operation: { kind: "enableRowLevelSecurity", table: t },
    shows: ["rls=t"],
  },
];

export const commentCases: readonly Case[] = [
  ...(
    [
      { kind: "schema", name: "s" },
      { kind: "table", ...t },
      { kind: "view", schema: "public", name: "v" },
      { kind: "materializedView", schema: "public", name: "m" },
      { kind: "enum", schema: "public", name: "e" },
      { kind: "sequence", schema: "public", name: "q" },
      { kind: "index", schema: "public", name: "i" },
      { kind: "column", table: t, name: "a b" },
      { kind: "constraint", table: t, name: "c c" },
      { kind: "policy", table: t, name: "p p" },
    ] as const
  ).map((object) => ({
    title: `commentOn ${object.kind}`,
    setup: `CREATE SCHEMA s; CREATE TABLE t ("a b" int CONSTRAINT "c c" CHECK (true));
      CREATE VIEW v AS SELECT 1; CREATE MATERIALIZED VIEW m AS SELECT 1; CREATE TYPE e AS ENUM ('a');
      CREATE SEQUENCE q; CREATE INDEX i ON t ("a b"); CREATE POLICY "p p" ON t`,
    operation: { kind: "commentOn" as const, object, text: "it's \\ a ?", previous: null },
    shows: ["it's \\ a ?"],
  })),
  {
    title: "grant",
    setup: "CREATE TABLE t (a int)",
    operation: {
      kind: "grant",
      privileges: ["select", "insert"],
      target: { on: "table", name: t },
      to: ["public"],
    },
    shows: ["=ar/"],
    oneWay: true,
  },
  {
    title: "grant on columns",
    setup: `CREATE TABLE t ("A" int)`,
    operation: {
      kind: "grant",
      privileges: ['select ("A")'],
      target: { on: "table", name: "public.t" },
      to: ["public"],
    },
    shows: ["=r/"],
    oneWay: true,
  },
];

export const dataCases: readonly Case[] = [
  {
    title: "execute",
    operation: { kind: "execute", sql: "CREATE TABLE done (a int);" },
    shows: ["relation r public done"],
    oneWay: true,
  },
  {
    title: "autocommit",
    setup: "CREATE TABLE t (a int)",
    operation: {
      kind: "autocommit",
      operations: [
        { kind: "createTable", table: table("u", []) },
        { kind: "enableRowLevelSecurity", table: t },
      ],
    },
    shows: ["relation r public u", "rls=t"],
  },
];
