import "../../support/pglite-template.js";
import { eq, sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  serial,
  text,
  timestamp,
  varchar,
} from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import type { Connection, Row } from "../../../src/database/connection.js";
import { openConnection } from "../../../src/database/open.js";
import { sqlType } from "../../../src/runtime/op/types.js";
import type { Op } from "../../../src/runtime/op/create-op.js";
import { createDatabase } from "../../support/database.js";
import { catalogOf, differences } from "../../operations/catalog.js";
import { migrate } from "./running.js";

const role = pgEnum("user_role", ["admin", "driver"]);

describe("op on a database", () => {
  const vehicles = { schema: "fleet", name: "vehicles" };

  it("builds a schema and takes it down again", async () => {
    const { connection } = await createDatabase();
    const before = await catalogOf(connection);
    await migrate(connection, async (op) => {
      await op.createSchema("fleet");
      await op.createEnum("user_role", ["admin", "driver"]);
      await op.createTable("users", {
        id: serial("id").primaryKey(),
        email: varchar("email", { length: 255 }).notNull().unique(),
        role: role("role").notNull().default("driver"),
        roles: sqlType("public.user_role")("roles").array(),
      });
      await op.createTable(
        vehicles,
        { id: integer().generatedAlwaysAsIdentity({ startWith: 100 }), vin: text().notNull() },
        (t) => [index("vin_index").on(t.vin), check("vin_check", sql`length(${t.vin}) = ${17}`)],
      );
      await op.addColumn(vehicles, integer("owner_id"));
      await op.createForeignKey("owner_fk", vehicles, ["owner_id"], "users", ["id"], {
        onDelete: "set null",
      });
      await op.alterColumn(vehicles, "id", { setIdentity: { generation: "byDefault", cache: 5 } });
      await op.alterColumn(vehicles, "vin", { type: varchar({ length: 17 }), nullable: true });
      await op.createView("drivers", "SELECT id FROM users WHERE role = 'driver'");
      await op.commentOn("column", { table: vehicles, name: "vin" }, "ISO 3779");
    });
    const built = differences(before, await catalogOf(connection)).join("\n");
    for (const shown of [
      "column fleet.vehicles.vin character varying(17) f",
      "ISO 3779",
      "column public.users.roles user_role[]",
      "owner_fk FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE SET NULL",
      "CHECK ((length((vin)::text) = 17))",
      '"seqcache": 5',
    ]) {
      expect(built).toContain(shown);
    }
    await migrate(connection, async (op) => {
      await op.dropView("drivers");
      await op.dropTable(vehicles);
      await op.dropTable("users");
      await op.dropEnum("user_role");
      await op.dropSchema("fleet");
    });
    expect(differences(before, await catalogOf(connection))).toEqual([]);
  });

  it("leaves nothing of a migration that fails in its middle", async () => {
    const { connection } = await createDatabase();
    const before = await catalogOf(connection);
    const failing = migrate(connection, async (op) => {
      await op.createSchema("fleet");
      await op.dropTable(vehicles);
    });
    await expect(failing).rejects.toThrow('table "vehicles" does not exist');
    expect(await catalogOf(connection)).toEqual(before);
  });

  it("finds by itself the columns that have an enum's type", async () => {
    const { connection } = await createDatabase();
    await migrate(connection, async (op) => {
      await op.createEnum("user_role", ["admin", "driver"]);
      await op.createTable("users", {
        id: serial("id").primaryKey(),
        role: role("role").notNull().default("driver"),
        roles: sqlType("public.user_role")("roles").array(),
      });
      await op.bulkInsert("users", [{ roles: ["admin"] }, { role: "admin", roles: ["driver"] }]);
    });
    await migrate(connection, (op) =>
      op.alterEnum("user_role", ["guest", "driver"], { mapping: { admin: "guest" } }),
    );
    await migrate(connection, (op) => op.bulkInsert("users", [{}]));
    expect(await connection.query("SELECT role, roles::text FROM users ORDER BY id")).toEqual([
      { role: "driver", roles: "{guest}" },
      { role: "guest", roles: "{driver}" },
      { role: "driver", roles: null },
    ]);
  });

  it("runs what may not run in a transaction outside of one", async () => {
    const { connection } = await createDatabase();
    await migrate(connection, async (op) => {
      await op.createTable("t", { a: integer("a") });
      await op.autocommit(async (inner) => {
        await inner.createIndex("i", "t", ["a"], { concurrently: true });
        await inner.dropIndex("i", { concurrently: true });
      });
      await op.createIndex("j", "t", [{ column: "a", order: "desc" }]);
    });
    expect((await catalogOf(connection)).filter((line) => line.startsWith("index"))).toEqual([
      "index CREATE INDEX j ON public.t USING btree (a DESC)",
    ]);
  });
});

describe("op.batchUpdate", () => {
  it("updates all rows in bounded steps", async () => {
    const { connection } = await createDatabase();
    await connection.batch(
      `CREATE TABLE "o""t" (id int, "new col" text);
       INSERT INTO "o""t" SELECT n, CASE WHEN n % 3 = 0 THEN 'kept' END FROM generate_series(1, 1000) n`,
    );
    const counted: number[] = [];
    const count = ([row]: readonly Row[]) => counted.push(Number(row?.["updated"]));
    const migration = async (op: Op) => {
      const updated = await op.batchUpdate({
        table: 'o"t',
        set: { "new col": sql`${"it's "} || id` },
        where: '"new col" IS NULL',
        batchSize: 100,
      });
      expect(updated).toBe(667);
      const none = await op.batchUpdate({
        table: 'o"t',
        set: { "new col": "'x'" },
        where: '"new col" IS NULL',
      });
      expect(none).toBe(0);
    };
    await migrate(connection, migration, count);
    expect(Math.max(...counted)).toBe(100);
    const rows = await connection.query(
      `SELECT count(*)::int AS n FROM "o""t" WHERE "new col" = 'it''s ' || id`,
    );
    expect(rows).toEqual([{ n: 667 }]);
  });

  it("stops where it would never end", async () => {
    const { connection } = await createDatabase();
    await connection.batch("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)");
    const endless = migrate(connection, (op) =>
      op.batchUpdate({ table: "t", set: { a: "a + 1" }, where: "a > 0" }),
    );
    await expect(endless).rejects.toMatchObject({ code: "batch_update_endless" });
    expect(await connection.query("SELECT a FROM t ORDER BY a")).toEqual([{ a: 1 }, { a: 2 }]);
  });
});

describe.each(["postgres", "pglite"] as const)("op.db on %s", (kind) => {
  const things = pgTable("things", {
    id: serial("id").primaryKey(),
    label: text("label"),
    at: timestamp("at", { withTimezone: true }),
    data: jsonb("data"),
  });

  async function open(): Promise<Connection> {
    return kind === "pglite" ? openConnection("pglite:") : (await createDatabase()).connection;
  }

  it("reads and writes in the migration's transaction", async () => {
    const connection = await open();
    const at = new Date("2026-11-22T15:43:00.000Z");
    const migration = migrate(connection, async (op) => {
      await op.createTable("things", {
        id: serial("id").primaryKey(),
        label: text("label"),
        at: timestamp("at", { withTimezone: true }),
        data: jsonb("data"),
      });
      await op.db.insert(things).values({ label: "it's", at, data: { a: [1] } });
      await op.db.update(things).set({ label: "new" }).where(eq(things.label, "it's"));
      expect(await op.db.select().from(things)).toEqual([
        { id: 1, label: "new", at, data: { a: [1] } },
      ]);
      const joined = await op.db
        .select({ one: things.id, two: sql<number>`count(*)::int` })
        .from(things)
        .groupBy(things.id);
      expect(joined).toEqual([{ one: 1, two: 1 }]);
      const raw = await op.db.execute<{ n: number }>(sql`SELECT 1 AS n`);
      expect(raw.rows).toEqual([{ n: 1 }]);
      // A transaction of Drizzle's is a savepoint in the migration's own.
      await op.db
        .transaction(async (tx) => {
          await tx.insert(things).values({ label: "gone" });
          throw new Error("undo");
        })
        .catch(() => undefined);
      expect(await op.query("SELECT label FROM things")).toEqual([{ label: "new" }]);
      throw new Error("stop");
    });
    await expect(migration).rejects.toThrow("stop");
    expect(await connection.query("SELECT to_regclass('things') AS t")).toEqual([{ t: null }]);
    if (kind === "pglite") await connection.close();
  });
});

it("op.db has transactions of its own inside autocommit", async () => {
  const { connection } = await createDatabase();
  const things = pgTable("things", { label: text("label") });
  await connection.batch("CREATE TABLE things (label text)");
  await migrate(connection, (op) =>
    op.autocommit(async (inner) => {
      await inner.db.transaction((tx) => tx.insert(things).values({ label: "kept" }));
    }),
  );
  expect(await connection.query("SELECT label FROM things")).toEqual([{ label: "kept" }]);
});
