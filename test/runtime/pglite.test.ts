import "../support/pglite-template.js";
import { sql } from "drizzle-orm";
import { serial, timestamp, varchar } from "drizzle-orm/pg-core";
import { expect, onTestFinished, test } from "vitest";
import { openConnection } from "../../src/database/open.js";
import { currentRows } from "../../src/runtime/version-table.js";
import { project, tables } from "./project.js";
import { downgrade, upgrade } from "../support/runs.js";

test("migrations run on the embedded database as on a server", async () => {
  const connection = await openConnection("pglite:");
  onTestFinished(() => connection.close());
  const { options } = project("a< b<a", {
    a: {
      upgrade: async (op) => {
        await op.createTable("users", { id: serial("id").primaryKey(), at: timestamp("at") });
        await op.db.execute(sql`INSERT INTO users (at) VALUES ('2026-01-02 03:04:05')`);
        await op.autocommit(async (op) => {
          await op.createIndex("users_at_index", "users", ["at"], { concurrently: true });
        });
        const seen = await op.db.execute<{ at: string }>(sql`SELECT at FROM users`);
        expect(seen.rows).toEqual([{ at: "2026-01-02 03:04:05" }]);
      },
      downgrade: (op) => op.dropTable("users"),
    },
    b: {
      upgrade: (op) => op.addColumn("users", varchar("name", { length: 50 })),
      downgrade: (op) => op.dropColumn("users", "name"),
    },
  });
  await upgrade({ ...options(connection), target: "head" });
  expect(await currentRows(connection, { schema: "public", name: "gen_version" })).toEqual(["b"]);
  await downgrade({ ...options(connection), target: "base" });
  expect(await tables(connection)).toEqual(["gen_version"]);
});

test("a failure on the embedded database leaves nothing", async () => {
  const connection = await openConnection("pglite:");
  onTestFinished(() => connection.close());
  const { options } = project("a<", {
    a: {
      upgrade: async (op) => {
        await op.createTable("users", { id: serial("id") });
        await op.execute("SELECT nonsense");
      },
    },
  });
  await expect(upgrade({ ...options(connection), target: "head" })).rejects.toMatchObject({
    code: "migration_failed",
    message: expect.stringContaining('column "nonsense" does not exist'),
  });
  expect(await tables(connection)).toEqual([]);
});
