import { sql } from "drizzle-orm";
import {
  bigserial,
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgPolicy,
  pgTable,
  QueryBuilder,
  serial,
  text,
  unique,
  varchar,
} from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import type { Operation } from "../../../src/operations/types.js";
import { sqlType } from "../../../src/runtime/op/types.js";
import type { Op } from "../../../src/runtime/op/create-op.js";
import { completeSequenceOptions } from "../../../src/schema/sequences.js";
import { operationsOf, recordingOp } from "./recording.js";

const vehicles = { schema: "public", name: "vehicles" };
const fleet = { schema: "fleet", name: "vehicles" };
const bigints = (given = {}) => completeSequenceOptions(given, "bigint");

const cases: readonly (readonly [string, (op: Op) => Promise<unknown>, readonly Operation[]])[] = [
  [
    "createSchema",
    (op) => op.createSchema("fleet"),
    [{ kind: "createSchema", namespace: { name: "fleet" } }],
  ],
  ["dropSchema", (op) => op.dropSchema("fleet"), [{ kind: "dropSchema", name: "fleet" }]],
  [
    "createExtension",
    (op) => op.createExtension("pg_trgm", { schema: "fleet", version: "1.6" }),
    [{ kind: "createExtension", extension: { name: "pg_trgm", schema: "fleet" }, version: "1.6" }],
  ],
  [
    "alterExtension",
    (op) => op.alterExtension("pg_trgm", { schema: "fleet" }),
    [{ kind: "alterExtension", name: "pg_trgm", changes: { schema: "fleet" } }],
  ],
  [
    "dropExtension",
    (op) => op.dropExtension("pg_trgm"),
    [{ kind: "dropExtension", name: "pg_trgm" }],
  ],
  [
    "renameSchema",
    (op) => op.renameSchema("a", "b"),
    [{ kind: "rename", object: { kind: "schema", name: "a" }, to: "b" }],
  ],
  ["dropTable", (op) => op.dropTable(fleet), [{ kind: "dropTable", table: fleet }]],
  [
    "renameTable",
    (op) => op.renameTable("vehicles", "cars"),
    [{ kind: "rename", object: { kind: "table", ...vehicles }, to: "cars" }],
  ],
  [
    "setTableSchema",
    (op) => op.setTableSchema({ name: "vehicles" }, "fleet"),
    [{ kind: "setSchema", object: { kind: "table", ...vehicles }, to: "fleet" }],
  ],
  [
    "addColumn",
    (op) => op.addColumn("vehicles", varchar("manufacturer", { length: 50 })),
    [
      {
        kind: "addColumn",
        table: vehicles,
        column: { name: "manufacturer", type: { sql: "character varying(50)" }, notNull: false },
      },
    ],
  ],
  [
    "dropColumn",
    (op) => op.dropColumn(fleet, "a"),
    [{ kind: "dropColumn", table: fleet, column: "a" }],
  ],
  [
    "renameColumn",
    (op) => op.renameColumn("vehicles", "a", "b"),
    [{ kind: "rename", object: { kind: "column", table: vehicles, name: "a" }, to: "b" }],
  ],
  [
    "alterColumn by SQL",
    (op) =>
      op.alterColumn("vehicles", "a", {
        type: "varchar(80)",
        using: "a::text",
        nullable: false,
        default: "'x'",
      }),
    [
      {
        kind: "alterColumn",
        table: vehicles,
        column: "a",
        changes: { type: { sql: "varchar(80)" }, using: "a::text", notNull: true, default: "'x'" },
      },
    ],
  ],
  [
    "alterColumn by builder and sql",
    (op) =>
      op.alterColumn("vehicles", "a", { type: integer(), default: sql`${5} + 1`, nullable: true }),
    [
      {
        kind: "alterColumn",
        table: vehicles,
        column: "a",
        changes: { type: { sql: "integer" }, notNull: false, default: "5 + 1" },
      },
    ],
  ],
  [
    "alterColumn by type with a collation",
    (op) => op.alterColumn("vehicles", "a", { type: "text", collation: '"C"' }),
    [
      {
        kind: "alterColumn",
        table: vehicles,
        column: "a",
        changes: { type: { sql: "text" }, collation: '"C"' },
      },
    ],
  ],
  [
    "alterColumn removing",
    (op) => op.alterColumn("vehicles", "a", { default: null, identity: null, generated: null }),
    [
      {
        kind: "alterColumn",
        table: vehicles,
        column: "a",
        changes: { default: null, identity: null, generated: null },
      },
    ],
  ],
  [
    "alterColumn to a plain default",
    (op) => op.alterColumn("vehicles", "a", { default: false }),
    [{ kind: "alterColumn", table: vehicles, column: "a", changes: { default: "false" } }],
  ],
  [
    "alterColumn to identity",
    (op) =>
      op.alterColumn("vehicles", "a", {
        identity: { generation: "always", name: "q", startWith: 5n },
      }),
    [
      {
        kind: "alterColumn",
        table: vehicles,
        column: "a",
        changes: {
          identity: {
            generation: "always",
            sequenceName: "q",
            options: bigints({ startWith: "5" }),
          },
        },
      },
    ],
  ],
  [
    "alterColumn of an identity",
    (op) => op.alterColumn("vehicles", "a", { setIdentity: { generation: "byDefault", cache: 7 } }),
    [
      {
        kind: "alterColumn",
        table: vehicles,
        column: "a",
        changes: { identityOptions: { generation: "byDefault", cache: "7" } },
      },
    ],
  ],
  [
    "alterColumn of a generated column",
    (op) => op.alterColumn("vehicles", "a", { generated: sql`b + 1` }),
    [{ kind: "alterColumn", table: vehicles, column: "a", changes: { generated: "b + 1" } }],
  ],
  [
    "createPrimaryKey",
    (op) => op.createPrimaryKey("pk", "vehicles", ["a", "b"]),
    [
      {
        kind: "createPrimaryKey",
        table: vehicles,
        constraint: { name: "pk", columns: ["a", "b"] },
      },
    ],
  ],
  [
    "createUniqueConstraint",
    (op) =>
      op.createUniqueConstraint("u", fleet, ["a"], { nullsNotDistinct: true, deferrable: true }),
    [
      {
        kind: "createUniqueConstraint",
        table: fleet,
        constraint: { name: "u", columns: ["a"], nullsNotDistinct: true, deferrable: true },
      },
    ],
  ],
  [
    "createForeignKey",
    (op) =>
      op.createForeignKey("f", "vehicles", ["owner"], "users", ["id"], { onDelete: "cascade" }),
    [
      {
        kind: "createForeignKey",
        table: vehicles,
        constraint: {
          name: "f",
          columns: ["owner"],
          referencedTable: { schema: "public", name: "users" },
          referencedColumns: ["id"],
          onDelete: "cascade",
          onUpdate: "no action",
        },
      },
    ],
  ],
  [
    "createCheckConstraint",
    (op) => op.createCheckConstraint("c", "vehicles", sql`a > ${1}`, { notValid: true }),
    [
      {
        kind: "createCheckConstraint",
        table: vehicles,
        constraint: { name: "c", expression: "a > 1", notValid: true },
      },
    ],
  ],
  [
    "dropConstraint",
    (op) => op.dropConstraint("c", "vehicles"),
    [{ kind: "dropConstraint", table: vehicles, name: "c" }],
  ],
  [
    "renameConstraint",
    (op) => op.renameConstraint("c", "vehicles", "d"),
    [{ kind: "rename", object: { kind: "constraint", table: vehicles, name: "c" }, to: "d" }],
  ],
  [
    "validateConstraint",
    (op) => op.validateConstraint("c", "vehicles"),
    [{ kind: "validateConstraint", table: vehicles, name: "c" }],
  ],
  [
    "createIndex",
    (op) =>
      op.createIndex(
        "i",
        "vehicles",
        [
          "a",
          sql`lower(b)`,
          { column: "c", order: "desc", opclass: "text_ops" },
          { expression: "d + 1", nulls: "first" },
        ],
        { unique: true, using: "btree", where: sql`a = ${"it's"}`, with: { fillfactor: 70 } },
      ),
    [
      {
        kind: "createIndex",
        table: vehicles,
        index: {
          name: "i",
          unique: true,
          method: "btree",
          keys: [
            { column: "a", order: "asc", nulls: "last" },
            { expression: "lower(b)", order: "asc", nulls: "last" },
            { column: "c", order: "desc", nulls: "first", opclass: "text_ops" },
            { expression: "d + 1", order: "asc", nulls: "first" },
          ],
          where: "a = 'it''s'",
          with: { fillfactor: "70" },
        },
      },
    ],
  ],
  [
    "dropIndex",
    (op) => op.dropIndex("i", { schema: "fleet", concurrently: true }),
    [{ kind: "dropIndex", index: { schema: "fleet", name: "i" }, concurrently: true }],
  ],
  [
    "dropIndex by a qualified name",
    (op) => op.dropIndex({ schema: "fleet", name: "i" }),
    [{ kind: "dropIndex", index: { schema: "fleet", name: "i" } }],
  ],
  [
    "renameIndex",
    (op) => op.renameIndex("i", "j"),
    [{ kind: "rename", object: { kind: "index", schema: "public", name: "i" }, to: "j" }],
  ],
  [
    "createEnum",
    (op) => op.createEnum(fleet, ["a", "b"]),
    [{ kind: "createEnum", enum: { ...fleet, values: ["a", "b"] } }],
  ],
  ["dropEnum", (op) => op.dropEnum("vehicles"), [{ kind: "dropEnum", enum: vehicles }]],
  [
    "renameEnum",
    (op) => op.renameEnum("vehicles", "b"),
    [{ kind: "rename", object: { kind: "enum", ...vehicles }, to: "b" }],
  ],
  [
    "setEnumSchema",
    (op) => op.setEnumSchema("vehicles", "b"),
    [{ kind: "setSchema", object: { kind: "enum", ...vehicles }, to: "b" }],
  ],
  [
    "addEnumValue",
    (op) => op.addEnumValue("vehicles", "v", { before: "a" }),
    [{ kind: "addEnumValue", enum: vehicles, value: "v", before: "a" }],
  ],
  [
    "renameEnumValue",
    (op) => op.renameEnumValue("vehicles", "a", "b"),
    [{ kind: "rename", object: { kind: "enumValue", enum: vehicles, name: "a" }, to: "b" }],
  ],
  [
    "alterEnum",
    (op) =>
      op.alterEnum("vehicles", ["a"], {
        columns: [{ table: "t", column: "c", default: "'a'", array: true }],
        mapping: { b: "a" },
      }),
    [
      {
        kind: "alterEnum",
        enum: vehicles,
        values: ["a"],
        uses: [
          { table: { schema: "public", name: "t" }, column: "c", default: "'a'", array: true },
        ],
        mapping: { b: "a" },
      },
    ],
  ],
  [
    "createSequence",
    (op) => op.createSequence("vehicles", { type: "integer", startWith: 10 }),
    [
      {
        kind: "createSequence",
        sequence: {
          ...vehicles,
          type: "integer",
          options: completeSequenceOptions({ startWith: "10" }, "integer"),
        },
      },
    ],
  ],
  [
    "alterSequence",
    (op) =>
      op.alterSequence("vehicles", {
        increment: "9223372036854775807",
        cycle: true,
        ownedBy: { table: "t", column: "c" },
      }),
    [
      {
        kind: "alterSequence",
        sequence: vehicles,
        changes: {
          increment: "9223372036854775807",
          cycle: true,
          ownedBy: { table: { schema: "public", name: "t" }, column: "c" },
        },
      },
    ],
  ],
  [
    "alterSequence to no owner",
    (op) => op.alterSequence("vehicles", { ownedBy: null }),
    [{ kind: "alterSequence", sequence: vehicles, changes: { ownedBy: null } }],
  ],
  [
    "renameSequence",
    (op) => op.renameSequence("vehicles", "b"),
    [{ kind: "rename", object: { kind: "sequence", ...vehicles }, to: "b" }],
  ],
  [
    "setSequenceSchema",
    (op) => op.setSequenceSchema("vehicles", "b"),
    [{ kind: "setSchema", object: { kind: "sequence", ...vehicles }, to: "b" }],
  ],
  [
    "dropSequence",
    (op) => op.dropSequence("vehicles"),
    [{ kind: "dropSequence", sequence: vehicles }],
  ],
  [
    "createView",
    (op) =>
      op.createView("vehicles", "SELECT 1 AS a;\n", {
        with: { securityInvoker: true, checkOption: "local" },
      }),
    [
      {
        kind: "createView",
        view: {
          ...vehicles,
          materialized: false,
          definition: "SELECT 1 AS a",
          with: { security_invoker: "true", check_option: "local" },
          dependsOn: [],
        },
      },
    ],
  ],
  [
    "createView by the query builder",
    (op) => {
      const t = pgTable("t", { a: integer() });
      return op.createView(fleet, new QueryBuilder().select().from(t));
    },
    [
      {
        kind: "createView",
        view: {
          ...fleet,
          materialized: false,
          definition: 'select "a" from "public"."t"',
          with: {},
          dependsOn: [],
        },
      },
    ],
  ],
  [
    "alterView",
    (op) => op.alterView("vehicles", { with: { checkOption: null, securityBarrier: true } }),
    [
      {
        kind: "alterView",
        view: vehicles,
        materialized: false,
        with: { check_option: null, security_barrier: "true" },
      },
    ],
  ],
  [
    "renameView",
    (op) => op.renameView("vehicles", "b"),
    [{ kind: "rename", object: { kind: "view", ...vehicles }, to: "b" }],
  ],
  [
    "setViewSchema",
    (op) => op.setViewSchema("vehicles", "b"),
    [{ kind: "setSchema", object: { kind: "view", ...vehicles }, to: "b" }],
  ],
  [
    "dropView",
    (op) => op.dropView("vehicles"),
    [{ kind: "dropView", view: vehicles, materialized: false }],
  ],
  [
    "createMaterializedView",
    (op) =>
      op.createMaterializedView("vehicles", sql`SELECT 1`, {
        using: "heap",
        tablespace: "x",
        withNoData: true,
        with: { autovacuumEnabled: false },
      }),
    [
      {
        kind: "createView",
        view: {
          ...vehicles,
          materialized: true,
          definition: "SELECT 1",
          with: { autovacuum_enabled: "false" },
          dependsOn: [],
          using: "heap",
          tablespace: "x",
          withNoData: true,
        },
      },
    ],
  ],
  [
    "alterMaterializedView",
    (op) => op.alterMaterializedView("vehicles", { with: { fillfactor: 90 } }),
    [{ kind: "alterView", view: vehicles, materialized: true, with: { fillfactor: "90" } }],
  ],
  [
    "renameMaterializedView",
    (op) => op.renameMaterializedView("vehicles", "b"),
    [{ kind: "rename", object: { kind: "materializedView", ...vehicles }, to: "b" }],
  ],
  [
    "setMaterializedViewSchema",
    (op) => op.setMaterializedViewSchema("vehicles", "b"),
    [{ kind: "setSchema", object: { kind: "materializedView", ...vehicles }, to: "b" }],
  ],
  [
    "refreshMaterializedView",
    (op) => op.refreshMaterializedView("vehicles", { concurrently: true }),
    [{ kind: "refreshMaterializedView", view: vehicles, concurrently: true }],
  ],
  [
    "dropMaterializedView",
    (op) => op.dropMaterializedView("vehicles"),
    [{ kind: "dropView", view: vehicles, materialized: true }],
  ],
  [
    "createPolicy",
    (op) =>
      op.createPolicy("p", "vehicles", {
        as: "restrictive",
        for: "select",
        to: "driver",
        using: sql`a = ${1}`,
      }),
    [
      {
        kind: "createPolicy",
        table: vehicles,
        policy: { name: "p", as: "restrictive", for: "select", to: ["driver"], using: "a = 1" },
      },
    ],
  ],
  [
    "createPolicy with nothing said",
    (op) => op.createPolicy("p", "vehicles"),
    [
      {
        kind: "createPolicy",
        table: vehicles,
        policy: { name: "p", as: "permissive", for: "all", to: ["public"] },
      },
    ],
  ],
  [
    "alterPolicy",
    (op) => op.alterPolicy("p", "vehicles", { to: ["a", "b"], withCheck: "true" }),
    [
      {
        kind: "alterPolicy",
        table: vehicles,
        name: "p",
        changes: { to: ["a", "b"], withCheck: "true" },
      },
    ],
  ],
  [
    "renamePolicy",
    (op) => op.renamePolicy("p", "vehicles", "q"),
    [{ kind: "rename", object: { kind: "policy", table: vehicles, name: "p" }, to: "q" }],
  ],
  [
    "dropPolicy",
    (op) => op.dropPolicy("p", "vehicles"),
    [{ kind: "dropPolicy", table: vehicles, name: "p" }],
  ],
  [
    "enableRowLevelSecurity",
    (op) => op.enableRowLevelSecurity("vehicles"),
    [{ kind: "enableRowLevelSecurity", table: vehicles }],
  ],
  [
    "disableRowLevelSecurity",
    (op) => op.disableRowLevelSecurity("vehicles"),
    [{ kind: "disableRowLevelSecurity", table: vehicles }],
  ],
  [
    "createRole",
    (op) => op.createRole("r", { createDb: true }),
    [{ kind: "createRole", role: { name: "r", createDb: true, createRole: false, inherit: true } }],
  ],
  [
    "alterRole",
    (op) => op.alterRole("r", { inherit: false }),
    [{ kind: "alterRole", name: "r", changes: { inherit: false } }],
  ],
  [
    "renameRole",
    (op) => op.renameRole("r", "s"),
    [{ kind: "rename", object: { kind: "role", name: "r" }, to: "s" }],
  ],
  ["dropRole", (op) => op.dropRole("r"), [{ kind: "dropRole", name: "r" }]],
  [
    "commentOn a table",
    (op) => op.commentOn("table", fleet, "x"),
    [{ kind: "commentOn", object: { kind: "table", ...fleet }, text: "x" }],
  ],
  [
    "commentOn a column",
    (op) => op.commentOn("column", { table: "vehicles", name: "a" }, null),
    [{ kind: "commentOn", object: { kind: "column", table: vehicles, name: "a" }, text: null }],
  ],
  [
    "commentOn a role",
    (op) => op.commentOn("role", "r", "x"),
    [{ kind: "commentOn", object: { kind: "role", name: "r" }, text: "x" }],
  ],
  [
    "grant",
    (op) => op.grant("select", "vehicles", "driver", { withGrantOption: true }),
    [
      {
        kind: "grant",
        privileges: ["select"],
        target: { on: "table", name: vehicles },
        to: ["driver"],
        withGrantOption: true,
      },
    ],
  ],
  [
    "grant on a schema",
    (op) => op.grant(["usage"], { on: "schema", name: "fleet" }, ["a", "b"]),
    [
      {
        kind: "grant",
        privileges: ["usage"],
        target: { on: "schema", name: "fleet" },
        to: ["a", "b"],
      },
    ],
  ],
  [
    "revoke",
    (op) => op.revoke(["all"], { on: "function", name: "f(integer)" }, "public"),
    [
      {
        kind: "revoke",
        privileges: ["all"],
        target: { on: "function", name: "f(integer)" },
        from: ["public"],
      },
    ],
  ],
  [
    "execute",
    (op) => op.execute("SELECT $1", [1]),
    [{ kind: "execute", sql: "SELECT $1", values: [1] }],
  ],
  [
    "execute sql",
    (op) => op.execute(sql`SELECT ${"it's"}`),
    [{ kind: "execute", sql: "SELECT 'it''s'" }],
  ],
  [
    "bulkInsert",
    (op) => op.bulkInsert("vehicles", [{ a: 1 }]),
    [{ kind: "bulkInsert", table: vehicles, rows: [{ a: 1 }] }],
  ],
  ["bulkInsert of nothing", (op) => op.bulkInsert("vehicles", []), []],
  [
    "autocommit",
    (op) => op.autocommit(async (inner) => inner.dropTable("vehicles")),
    [{ kind: "autocommit", operations: [{ kind: "dropTable", table: vehicles }] }],
  ],
];

describe("op", () => {
  it.each(cases)("%s", async (_, said, operations) => {
    expect(await operationsOf(said)).toEqual(operations);
  });

  it("has no method that is not tried", () => {
    const { op } = recordingOp();
    const tried = cases.map(([title]) => title.split(" ")[0]);
    const others = [
      "createTable",
      "query",
      "batchUpdate",
      "irreversible",
      "args",
      "tag",
      "isOffline",
      "db",
    ];
    expect(Object.keys(op).toSorted()).toEqual([...new Set([...tried, ...others])].toSorted());
  });

  it("gives the arguments of the command line", () => {
    const { op } = recordingOp();
    expect(op.args).toEqual({ tenant: "a" });
    expect(op.isOffline).toBe(false);
  });
});

describe("op.createTable", () => {
  it("describes what pgTable would, with keys as names, and foreign keys afterwards", async () => {
    const users = pgTable("users", { id: serial().primaryKey() });
    const role = pgEnum("user_role", ["admin", "driver"]);
    const operations = await operationsOf((op) =>
      op.createTable(
        fleet,
        {
          id: bigserial("id", { mode: "number" }).primaryKey(),
          vin: varchar("VIN", { length: 17 }).notNull().unique(),
          owner_id: integer().references(() => users.id, { onDelete: "cascade" }),
          parent: integer("parent"),
          role: role("role").default("driver"),
          email: sqlType("citext")("email"),
        },
        (t) => [
          index("vin_index").on(t.vin.desc()),
          unique("uq").on(t.parent, t.owner_id),
          check("ck", sql`${t.parent} > 0`),
          foreignKey({ name: "self", columns: [t.parent], foreignColumns: [t.id] }),
          pgPolicy("p", { for: "select" }),
        ],
      ),
    );
    expect(operations).toMatchObject([
      {
        kind: "createTable",
        table: {
          ...fleet,
          columns: [
            { name: "id", type: { sql: "bigint" }, serial: {} },
            { name: "VIN", notNull: true },
            { name: "owner_id" },
            { name: "parent" },
            { name: "role", default: "'driver'::public.user_role" },
            { name: "email", type: { sql: "citext" } },
          ],
          primaryKey: { columns: ["id"] },
          foreignKeys: [],
          indexes: [{ name: "vin_index" }],
          checks: [{ name: "ck" }],
          policies: [{ name: "p" }],
          rowSecurity: true,
        },
      },
      {
        kind: "createForeignKey",
        table: fleet,
        constraint: {
          columns: ["owner_id"],
          onDelete: "cascade",
          referencedTable: { name: "users" },
        },
      },
      {
        kind: "createForeignKey",
        table: fleet,
        constraint: { name: "self", referencedTable: fleet },
      },
    ]);
  });
});

describe("op.addColumn", () => {
  it("makes the constraints that the builder asks for", async () => {
    const users = pgTable("users", { id: serial().primaryKey() });
    const operations = await operationsOf(async (op) => {
      await op.addColumn("vehicles", integer("id").primaryKey());
      await op.addColumn("vehicles", text("vin").unique("vin_uq"));
      await op.addColumn(
        "vehicles",
        integer("owner").references(() => users.id),
      );
    });
    expect(operations).toMatchObject([
      { kind: "addColumn", column: { name: "id", notNull: true } },
      { kind: "createPrimaryKey", table: vehicles, constraint: { columns: ["id"] } },
      { kind: "addColumn", column: { name: "vin" } },
      { kind: "createUniqueConstraint", constraint: { name: "vin_uq", columns: ["vin"] } },
      { kind: "addColumn", column: { name: "owner" } },
      { kind: "createForeignKey", constraint: { columns: ["owner"] } },
    ]);
  });
});

describe("sqlType", () => {
  it("stands for any type, with defaults as text", async () => {
    const operations = await operationsOf(async (op) => {
      await op.addColumn("vehicles", sqlType("citext")("email").notNull().default("it's"));
      await op.addColumn("vehicles", sqlType("public.user_role")("roles").array());
    });
    expect(operations).toMatchObject([
      { column: { name: "email", type: { sql: "citext" }, notNull: true, default: "'it''s'" } },
      { column: { name: "roles", type: { sql: "public.user_role[]" } } },
    ]);
  });
});
