/** At least one operation of every kind: the compiler asks for a new kind here. */
import type { OperationKind, OperationOf } from "../../../src/operations/types.js";
import type { Column, QualifiedName, SequenceOptions } from "../../../src/schema/types.js";
import { column, table } from "../../support/builders.js";

export const vehicles: QualifiedName = { schema: "public", name: "vehicles" };
export const trips: QualifiedName = { schema: "fleet", name: 'odd "trips"' };
export const role: QualifiedName = { schema: "public", name: "user_role" };

const ascending: SequenceOptions = {
  startWith: "1",
  increment: "1",
  minValue: "1",
  maxValue: "9223372036854775807",
  cache: "1",
  cycle: false,
};

const unusual: SequenceOptions = {
  startWith: "9223372036854775806",
  increment: "-2",
  minValue: "-100",
  maxValue: "9223372036854775807",
  cache: "5",
  cycle: true,
};

const nasty = 'it\'s `${x}` \\n "quoted"\nnext */ line\r\u2028';

/** Every type that Drizzle has a builder for, and some that it has none for. */
export const typedColumns: readonly Column[] = [
  column("c1", "smallint", { default: "5", notNull: true }),
  column("c2", "integer", { default: "'-5'::integer" }),
  column("c3", "bigint", { default: "'5000000000'::bigint" }),
  column("c4", "boolean", { default: "true" }),
  column("c5", "real", { default: "1.5" }),
  column("c6", "double precision", { default: "'-1.5'::numeric" }),
  column("c7", "numeric", { default: "1.50" }),
  column("c8", "numeric(10,2)", { default: "'0'::numeric" }),
  column("c9", "text", { default: "'it''s'::text" }),
  column("c10", "character varying", { default: "'x'::character varying" }),
  column("c11", "character varying(255)", { default: "lower('X'::text)" }),
  column("c12", "character(3)", { default: "'abc'::bpchar" }),
  column("c13", "date", { default: "'2024-01-02'::date" }),
  column("c14", "date", { default: "now()" }),
  column("c15", "timestamp without time zone", { default: "now()" }),
  column("c16", "timestamp(3) with time zone", { default: "CURRENT_TIMESTAMP" }),
  column("c17", "time without time zone", { default: "'03:04:05'::time without time zone" }),
  column("c18", "time(0) with time zone"),
  column("c19", "interval", { default: "'1 day'" }),
  column("c20", "interval day to second(3)"),
  column("c21", "interval(0)"),
  column("c22", "uuid", { default: "gen_random_uuid()" }),
  column("c23", "json", { default: `'{"b":1,"a":[true,null]}'::json` }),
  column("c24", "jsonb", { default: `'{"a": [1, "it''s"]}'::jsonb` }),
  column("c25", "jsonb", { default: `'{"a": 1.0}'::jsonb` }),
  column("c26", "inet", { default: "'10.0.0.1'::inet" }),
  column("c27", "cidr"),
  column("c28", "macaddr"),
  column("c29", "macaddr8"),
  column("c30", "point"),
  column("c31", "line"),
  column("c32", "bit(3)", { default: "'101'" }),
  column("c33", "bit varying(5)"),
  column("c34", "text[]", { default: "'{}'", notNull: true }),
  column("c35", "character varying(10)[]", { default: "ARRAY['a'::text]" }),
  column("c36", '"char"'),
  column("c37", "bytea"),
  column("c38", "tsvector"),
  column("c39", "bpchar"),
  column("c40", "numeric(4,-2)"),
  column("c41", "text", { default: "'a\\b'" }),
  column("c42", "text", { default: "E'a\\\\b\\n'" }),
  column("c43", "numeric(5,1)", { default: "'NaN'::numeric" }),
];

/** Everything that a table can have. */
export const richTable = table(
  vehicles,
  [
    column("id", "integer", { serial: {}, notNull: true }),
    column("number", "bigint", {
      notNull: true,
      identity: { generation: "byDefault", sequenceName: "Numbers", options: unusual },
    }),
    column("own", "integer", {
      notNull: true,
      serial: { sequence: { schema: "public", name: "own seq" } },
    }),
    column("free", "smallint", { serial: {} }),
    column("1", "text", { collation: '"pg_catalog"."C"', comment: nasty }),
    column("__proto__", "text", { default: "'x'" }),
    column("e-mail", "text", { default: "'it''s `${a}` '::text || E'\\\\'" }),
    column("shout", "text", { generated: { expression: 'upper("e-mail")', stored: true } }),
    column("role", "public.user_role", {
      type: { sql: "public.user_role", enum: role },
      default: "'admin'::public.user_role",
    }),
    column("roles", "public.user_role[]", { type: { sql: "public.user_role[]", enum: role } }),
    ...typedColumns,
  ],
  {
    primaryKey: { name: "vehicles_pkey", columns: ["id"], comment: "the key" },
    uniqueConstraints: [
      { name: 'odd "unique"', columns: ["e-mail", "1"], nullsNotDistinct: true },
      { name: "included", columns: ["role"], nullsNotDistinct: false, include: ["id"] },
      { name: "late", columns: ["c1"], nullsNotDistinct: false, deferrable: true },
    ],
    checks: [
      { name: "positive", expression: "c1 > 0 AND c9 <> '`${x}`\\'" },
      { name: "unchecked", expression: "c1 < 9", notValid: true },
    ],
    indexes: [
      {
        name: "by_role",
        unique: true,
        method: "btree",
        keys: [
          { column: "role", order: "desc", nulls: "first" },
          { column: "c9", order: "asc", nulls: "first", opclass: "text_pattern_ops" },
          { expression: "lower(c9)", order: "asc", nulls: "last" },
        ],
        where: "c1 > 5",
        with: { fillfactor: "70" },
        comment: "the index",
      },
      {
        name: "by_json",
        unique: false,
        method: "gin",
        keys: [
          {
            column: "c24",
            order: "asc",
            nulls: "last",
            opclass: "jsonb_ops",
            opclassIsDefault: true,
          },
        ],
        with: { fastupdate: "off" },
      },
      {
        name: "sorted",
        unique: false,
        method: "btree",
        keys: [{ expression: "lower(c9)", order: "desc", nulls: "last" }],
        with: {},
      },
      {
        name: "collated",
        unique: false,
        method: "btree",
        keys: [{ column: "c9", order: "asc", nulls: "last", collation: '"pg_catalog"."C"' }],
        include: ["c1"],
        with: {},
      },
    ],
    policies: [
      {
        name: "own rows",
        as: "restrictive",
        for: "select",
        to: ["driver", "public"],
        using: "role = 'admin'",
      },
      {
        name: "all",
        as: "permissive",
        for: "all",
        to: ["public"],
        withCheck: "true",
        comment: "p",
      },
    ],
    rowSecurity: true,
    comment: nasty,
  },
);

const plainIndex = {
  name: "odd 'index'",
  unique: false,
  method: "btree",
  keys: [{ column: "vin", order: "asc", nulls: "last" }],
  with: {},
} as const;

/** Operations that a migration can say in full: none loses anything when it is written. */
export const samples: {
  readonly [K in OperationKind]: readonly [OperationOf<K>, ...(readonly OperationOf<K>[])];
} = {
  createSchema: [{ kind: "createSchema", namespace: { name: "fleet", comment: nasty } }],
  dropSchema: [{ kind: "dropSchema", name: "fleet" }],
  createExtension: [
    { kind: "createExtension", extension: { name: "vector" } },
    {
      kind: "createExtension",
      extension: { name: "pg_trgm", schema: "extensions" },
      version: "1.6",
    },
  ],
  alterExtension: [{ kind: "alterExtension", name: "pg_trgm", changes: { schema: "public" } }],
  dropExtension: [{ kind: "dropExtension", name: "pg_trgm" }],
  createTable: [
    { kind: "createTable", table: richTable },
    { kind: "createTable", table: table(trips, []) },
    {
      kind: "createTable",
      table: table(
        trips,
        [column("a", "integer", { notNull: true }), column("b", "text", { notNull: true })],
        {
          primaryKey: { name: "own_key", columns: ["b", "a"] },
          rowSecurity: true,
        },
      ),
    },
    {
      kind: "createTable",
      table: table(trips, [column("a", "integer", { notNull: true })], {
        primaryKey: { name: "late_key", columns: ["a"], deferrable: true, initiallyDeferred: true },
        policies: [{ name: "idle", as: "permissive", for: "all", to: ["public"], using: "true" }],
      }),
    },
  ],
  dropTable: [{ kind: "dropTable", table: trips }],
  addColumn: [
    {
      kind: "addColumn",
      table: vehicles,
      column: column("manufacturer", "character varying(50)", { comment: nasty }),
    },
    {
      kind: "addColumn",
      table: trips,
      column: column("n", "integer", {
        notNull: true,
        serial: { sequence: { schema: "fleet", name: "n seq" } },
      }),
    },
  ],
  dropColumn: [{ kind: "dropColumn", table: trips, column: 'odd "column"' }],
  alterColumn: [
    {
      kind: "alterColumn",
      table: vehicles,
      column: "age",
      changes: { type: { sql: "integer" }, using: "age::integer", notNull: true, default: "5" },
    },
    { kind: "alterColumn", table: trips, column: "a", changes: { default: null, notNull: false } },
    { kind: "alterColumn", table: trips, column: "a", changes: { default: nasty } },
    { kind: "alterColumn", table: trips, column: "a", changes: { default: "'-5'::integer" } },
    {
      kind: "alterColumn",
      table: trips,
      column: "a",
      changes: { identity: { generation: "always", sequenceName: "s", options: unusual } },
    },
    {
      kind: "alterColumn",
      table: trips,
      column: "a",
      changes: {
        type: { sql: "integer" },
        identity: {
          generation: "byDefault",
          options: { ...ascending, maxValue: "2147483647" },
        },
      },
    },
    { kind: "alterColumn", table: trips, column: "a", changes: { identity: null } },
    {
      kind: "alterColumn",
      table: trips,
      column: "a",
      changes: { identityOptions: { generation: "always", increment: "5", cycle: false } },
    },
    { kind: "alterColumn", table: trips, column: "a", changes: { generated: null } },
    { kind: "alterColumn", table: trips, column: "a", changes: { generated: "upper(b)" } },
    {
      kind: "alterColumn",
      table: trips,
      column: "a",
      changes: { type: { sql: "text" }, collation: '"pg_catalog"."C"' },
    },
  ],
  createPrimaryKey: [
    {
      kind: "createPrimaryKey",
      table: trips,
      constraint: { name: "trips pk", columns: ["a", "b"], include: ["c"], comment: "key" },
    },
  ],
  createUniqueConstraint: [
    {
      kind: "createUniqueConstraint",
      table: vehicles,
      constraint: { name: "vin unique", columns: ["vin"], nullsNotDistinct: false },
    },
    {
      kind: "createUniqueConstraint",
      table: vehicles,
      constraint: {
        name: "all",
        columns: ["vin"],
        nullsNotDistinct: true,
        include: ["id"],
        deferrable: true,
        initiallyDeferred: true,
      },
    },
  ],
  createForeignKey: [
    {
      kind: "createForeignKey",
      table: vehicles,
      constraint: {
        name: "owner",
        columns: ["owner_id"],
        referencedTable: { schema: "public", name: "users" },
        referencedColumns: ["id"],
        onDelete: "no action",
        onUpdate: "no action",
      },
    },
    {
      kind: "createForeignKey",
      table: trips,
      constraint: {
        name: "all",
        columns: ["a", "b"],
        referencedTable: trips,
        referencedColumns: ["c", "d"],
        onDelete: "set null",
        onUpdate: "cascade",
        match: "full",
        notValid: true,
        deferrable: true,
        initiallyDeferred: true,
        comment: nasty,
      },
    },
  ],
  createCheckConstraint: [
    {
      kind: "createCheckConstraint",
      table: vehicles,
      constraint: { name: "check", expression: nasty, notValid: true, noInherit: true },
    },
  ],
  dropConstraint: [{ kind: "dropConstraint", table: trips, name: "owner" }],
  validateConstraint: [{ kind: "validateConstraint", table: trips, name: "owner" }],
  createIndex: [
    { kind: "createIndex", table: trips, index: { ...plainIndex, comment: "index" } },
    {
      kind: "createIndex",
      table: vehicles,
      index: {
        name: "all",
        unique: true,
        method: "gist",
        keys: [
          { expression: "lower(vin)", order: "asc", nulls: "last" },
          { expression: nasty, order: "desc", nulls: "last", opclass: "text_ops" },
          { column: "a", order: "asc", nulls: "first", collation: '"pg_catalog"."C"' },
        ],
        include: ["b", "c"],
        where: "vin IS NOT NULL",
        with: { fillfactor: "70", buffering: "auto" },
        nullsNotDistinct: true,
        only: true,
      },
    },
  ],
  dropIndex: [
    { kind: "dropIndex", index: { schema: "fleet", name: "i" } },
    { kind: "dropIndex", index: { schema: "public", name: "i" } },
  ],
  createEnum: [
    { kind: "createEnum", enum: { ...role, values: ["admin", nasty], comment: "roles" } },
  ],
  dropEnum: [{ kind: "dropEnum", enum: { schema: "fleet", name: "kind" } }],
  addEnumValue: [
    { kind: "addEnumValue", enum: role, value: "guest" },
    { kind: "addEnumValue", enum: role, value: nasty, before: "guest" },
    { kind: "addEnumValue", enum: role, value: "x", after: "guest" },
  ],
  alterEnum: [
    {
      kind: "alterEnum",
      enum: role,
      values: ["admin"],
      uses: [
        { table: trips, column: "role", array: false, default: "'admin'" },
        { table: vehicles, column: "roles", array: true },
      ],
      mapping: { guest: "admin", "__proto__ ": "admin" },
    },
    { kind: "alterEnum", enum: role, values: ["admin"], uses: [] },
  ],
  createSequence: [
    {
      kind: "createSequence",
      sequence: { schema: "fleet", name: "n", type: "bigint", options: unusual, comment: "n" },
    },
    {
      kind: "createSequence",
      sequence: {
        schema: "public",
        name: "m",
        type: "smallint",
        options: { ...ascending, maxValue: "32767" },
      },
    },
  ],
  alterSequence: [
    {
      kind: "alterSequence",
      sequence: { schema: "fleet", name: "n" },
      changes: { ...unusual, type: "integer", ownedBy: { table: trips, column: "a" } },
    },
    {
      kind: "alterSequence",
      sequence: { schema: "fleet", name: "n" },
      changes: { cycle: false, ownedBy: null },
    },
  ],
  dropSequence: [{ kind: "dropSequence", sequence: { schema: "fleet", name: "n" } }],
  createView: [
    {
      kind: "createView",
      view: {
        schema: "fleet",
        name: "active",
        materialized: false,
        definition: "SELECT id,\n    '`${x}`\\'::text AS t\n   FROM vehicles",
        with: { security_invoker: "true", check_option: "cascaded" },
        dependsOn: [vehicles],
        comment: "view",
      },
    },
    {
      kind: "createView",
      view: {
        schema: "public",
        name: "totals",
        materialized: true,
        definition: "SELECT count(*) FROM vehicles",
        with: { fillfactor: "70", "toast.autovacuum_enabled": "false" },
        using: "heap",
        tablespace: "fast",
        withNoData: true,
        dependsOn: [],
        comment: "view",
      },
    },
  ],
  alterView: [
    {
      kind: "alterView",
      view: { schema: "fleet", name: "active" },
      materialized: false,
      with: { security_barrier: "false", check_option: null },
    },
    {
      kind: "alterView",
      view: { schema: "fleet", name: "totals" },
      materialized: true,
      with: { fillfactor: "90" },
    },
  ],
  dropView: [
    { kind: "dropView", view: { schema: "fleet", name: "v" }, materialized: false },
    { kind: "dropView", view: { schema: "fleet", name: "v" }, materialized: true },
  ],
  refreshMaterializedView: [
    {
      kind: "refreshMaterializedView",
      view: { schema: "fleet", name: "v" },
      concurrently: true,
    },
    { kind: "refreshMaterializedView", view: { schema: "public", name: "v" }, withNoData: true },
  ],
  createPolicy: [
    {
      kind: "createPolicy",
      table: trips,
      policy: {
        name: "own",
        as: "restrictive",
        for: "update",
        to: ["driver"],
        using: "true",
        withCheck: nasty,
        comment: "p",
      },
    },
  ],
  alterPolicy: [
    {
      kind: "alterPolicy",
      table: trips,
      name: "own",
      changes: { to: ["a", "b"], using: "true", withCheck: "false" },
    },
  ],
  dropPolicy: [{ kind: "dropPolicy", table: trips, name: "own" }],
  enableRowLevelSecurity: [{ kind: "enableRowLevelSecurity", table: trips }],
  disableRowLevelSecurity: [{ kind: "disableRowLevelSecurity", table: trips }],
  createRole: [
    { kind: "createRole", role: { name: "r", createDb: true, createRole: true, inherit: false } },
    { kind: "createRole", role: { name: "s", createDb: false, createRole: false, inherit: true } },
  ],
  alterRole: [{ kind: "alterRole", name: "r", changes: { createDb: false, inherit: true } }],
  dropRole: [{ kind: "dropRole", name: "r" }],
  rename: [
    { kind: "rename", object: { kind: "schema", name: "fleet" }, to: "o'fleet" },
    { kind: "rename", object: { kind: "table", ...trips }, to: "trips" },
    {
      kind: "rename",
      object: { kind: "column", table: vehicles, name: "plate" },
      to: "license plate",
    },
    { kind: "rename", object: { kind: "constraint", table: trips, name: "a" }, to: "b" },
    { kind: "rename", object: { kind: "index", schema: "fleet", name: "i" }, to: "j" },
    { kind: "rename", object: { kind: "enum", ...role }, to: "role" },
    { kind: "rename", object: { kind: "enumValue", enum: role, name: "guest" }, to: nasty },
    { kind: "rename", object: { kind: "sequence", schema: "fleet", name: "n" }, to: "m" },
    { kind: "rename", object: { kind: "view", schema: "fleet", name: "v" }, to: "w" },
    { kind: "rename", object: { kind: "materializedView", schema: "fleet", name: "v" }, to: "w" },
    { kind: "rename", object: { kind: "policy", table: trips, name: "own" }, to: "theirs" },
    { kind: "rename", object: { kind: "role", name: "r" }, to: "s" },
  ],
  setSchema: [
    { kind: "setSchema", object: { kind: "table", ...vehicles }, to: "fleet" },
    { kind: "setSchema", object: { kind: "enum", ...role }, to: "fleet" },
    { kind: "setSchema", object: { kind: "sequence", schema: "fleet", name: "n" }, to: "public" },
    { kind: "setSchema", object: { kind: "view", schema: "fleet", name: "v" }, to: "w" },
    {
      kind: "setSchema",
      object: { kind: "materializedView", schema: "fleet", name: "v" },
      to: "w",
    },
  ],
  commentOn: [
    { kind: "commentOn", object: { kind: "schema", name: "fleet" }, text: nasty },
    { kind: "commentOn", object: { kind: "role", name: "r" }, text: null },
    ...(["table", "view", "materializedView", "enum", "sequence", "index"] as const).map(
      (kind) => ({ kind: "commentOn", object: { kind, ...trips }, text: "it's" }) as const,
    ),
    ...(["column", "constraint", "policy"] as const).map(
      (kind) =>
        ({ kind: "commentOn", object: { kind, table: trips, name: "n" }, text: "x" }) as const,
    ),
  ],
  grant: [
    {
      kind: "grant",
      privileges: ["select", "update (a, b)"],
      target: { on: "table", name: trips },
      to: ["driver", "public"],
      withGrantOption: true,
    },
    {
      kind: "grant",
      privileges: ["usage"],
      target: { on: "schema", name: "fleet" },
      to: ["driver"],
    },
    {
      kind: "grant",
      privileges: ["usage"],
      target: { on: "sequence", name: { schema: "fleet", name: "n" } },
      to: ["driver"],
    },
  ],
  revoke: [
    {
      kind: "revoke",
      privileges: ["all"],
      target: { on: "table", name: vehicles },
      from: ["driver"],
      grantOptionOnly: true,
    },
  ],
  execute: [
    { kind: "execute", sql: "UPDATE users\n   SET role = $1 -- `${x}`\\", values: [nasty] },
    { kind: "execute", sql: "SELECT 1" },
  ],
  bulkInsert: [
    {
      kind: "bulkInsert",
      table: trips,
      rows: [
        { id: 1, "odd key": nasty, big: 12345678901234567890n, at: new Date(0), none: null },
        { id: -0.5, bytes: Buffer.from([0, 255]), json: { a: [1, { b: true }] } },
      ],
    },
  ],
  autocommit: [
    {
      kind: "autocommit",
      operations: [
        { kind: "createIndex", table: trips, index: { ...plainIndex, concurrently: true } },
        { kind: "dropIndex", index: { schema: "fleet", name: "i" }, concurrently: true },
      ],
    },
  ],
};
