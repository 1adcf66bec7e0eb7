import { integer } from "drizzle-orm/pg-core";
import { describe, expect, test } from "vitest";
import type { Connection } from "../../src/database/connection.js";
import { openConnection } from "../../src/database/open.js";
import { currentRows } from "../../src/runtime/version-table.js";
import type { Migration } from "../../src/runtime/load-migrations.js";
import { lockKey, inSession } from "../../src/runtime/session.js";
import { createDatabase } from "../support/database.js";
import { project } from "./project.js";
import { downgrade, upgrade } from "../support/runs.js";

const versionTable = { schema: "public", name: "gen_version" };

/** Each revision counts how often it was applied. */
const counting: Migration = {
  upgrade: async (op) => {
    await op.execute("INSERT INTO runs DEFAULT VALUES");
    await op.query("SELECT pg_sleep(0.01)");
  },
};

describe("two runs", () => {
  test("from nothing to head both succeed, and each revision is applied once", async () => {
    const { connection, url } = await createDatabase();
    await connection.query("CREATE TABLE runs (id serial)");
    const { options } = project("a< b<a c<b", { a: counting, b: counting, c: counting });
    const sessions = await Promise.all(Array.from({ length: 8 }, () => openConnection(url)));
    const results = await Promise.all(
      sessions.map((session) => upgrade({ ...options(session), target: "head" })),
    );
    expect(results.map((result) => result.heads)).toEqual(results.map(() => ["c"]));
    expect(results.flatMap((result) => result.steps)).toHaveLength(3);
    expect(await connection.query("SELECT count(*)::int AS n FROM runs")).toEqual([{ n: 3 }]);
    expect(await advisoryLocks(connection)).toBe(0);
    await Promise.all(sessions.map((session) => session.close()));
  });

  test("of which one builds an index concurrently do not deadlock", async () => {
    const { connection, url } = await createDatabase();
    const { options } = project("a<", {
      a: {
        upgrade: async (op) => {
          await op.createTable("logs", { id: integer("id") });
          await op.autocommit((op) =>
            op.createIndex("logs_id_index", "logs", ["id"], { concurrently: true }),
          );
        },
      },
    });
    const other = await openConnection(url);
    await Promise.all([
      upgrade({ ...options(connection), target: "head" }),
      upgrade({ ...options(other), target: "head" }),
    ]);
    expect(await currentRows(connection, versionTable)).toEqual(["a"]);
    await other.close();
  });

  test("up and down come one after the other", async () => {
    const { connection, url } = await createDatabase();
    const { options } = project("a<");
    await upgrade({ ...options(connection), target: "head" });
    const other = await openConnection(url);
    await Promise.all([
      downgrade({ ...options(connection), target: "base" }),
      upgrade({ ...options(other), target: "head" }),
    ]);
    const rows = await currentRows(connection, versionTable);
    expect([[], ["a"]]).toContainEqual(rows);
    await other.close();
  });
});

describe("a lock that another run holds", () => {
  test("is waited for, and the holder named", async () => {
    const { connection, url } = await createDatabase();
    const other = await openConnection(url, { applicationName: "deploy-7" });
    const notices: string[] = [];
    let release = (): void => undefined;
    const told = new Promise<void>((resolve) => (release = resolve));
    const holding = inSession(other, versionTable, {}, () => told);
    await until(async () => (await advisoryLocks(connection)) === 1);
    const onNotice = (notice: string): void => {
      notices.push(notice);
      release();
    };
    const { options } = project("a<");
    await upgrade({ ...options(connection), target: "head", onNotice });
    await holding;
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^Waiting for another run: process \d+ of postgres \(deploy-7\)/);
    await other.close();
  });

  test("too long is status 3, and nothing is done", async () => {
    const { connection, url } = await createDatabase();
    const other = await openConnection(url);
    await other.query(`SELECT pg_advisory_lock(${lockKey(versionTable)})`);
    const { options } = project("a<");
    await expect(
      upgrade({ ...options(connection), target: "head", lockTimeoutMs: 0 }),
    ).rejects.toMatchObject({ code: "locked", status: 3 });
    expect(await currentRows(connection, versionTable)).toEqual([]);
    await other.close();
  });

  test("can be waited for no longer", async () => {
    const { connection, url } = await createDatabase();
    const other = await openConnection(url);
    await other.query(`SELECT pg_advisory_lock(${lockKey(versionTable)})`);
    const controller = new AbortController();
    const run = upgrade({
      ...project("a<").options(connection),
      target: "head",
      signal: controller.signal,
      onNotice: () => controller.abort(new Error("SIGINT")),
    });
    await expect(run).rejects.toMatchObject({ code: "interrupted" });
    await other.close();
  });

  test("ends with the session that runs the statements, not before", async () => {
    const { connection, url } = await createDatabase();
    const victim = await openConnection(url);
    const held = inSession(victim, versionTable, {}, () => victim.query("SELECT pg_sleep(60)"));
    held.catch(() => undefined);
    await until(async () => (await advisoryLocks(connection)) === 1);
    await connection.query("SELECT pg_terminate_backend($1)", [victim.processId]);
    await expect(held).rejects.toMatchObject({ code: "connection_lost", status: 4 });
    await upgrade({ ...project("a<").options(connection), target: "head" });
    await victim.close();
  });

  test("of another version table is another lock", async () => {
    const { connection, url } = await createDatabase();
    const other = await openConnection(url);
    await other.query(`SELECT pg_advisory_lock(${lockKey({ schema: "public", name: "other" })})`);
    await upgrade({ ...project("a<").options(connection), target: "head", lockTimeoutMs: 0 });
    await other.close();
  });
});

describe("a session", () => {
  test("notices within seconds when its client has died", async () => {
    const { connection } = await createDatabase();
    let interval: unknown;
    const { options } = project("a<", {
      a: {
        upgrade: async (op) => {
          [interval] = await op.query("SHOW client_connection_check_interval");
        },
      },
    });
    await upgrade({ ...options(connection), target: "head" });
    expect(interval).toEqual({ client_connection_check_interval: "2s" });
  });

  test("through a pooler that shares backends between transactions is refused", async () => {
    const { connection } = await createDatabase();
    const pooled = behindPooler(connection);
    const { options } = project("a<");
    await expect(
      upgrade({ ...options(pooled), target: "head", openAnother: async () => pooled }),
    ).rejects.toMatchObject({ code: "transaction_pooling", status: 2 });
  });

  test("through a pooler that gives it a backend of its own runs, with a notice", async () => {
    const { connection, url } = await createDatabase();
    const notices: string[] = [];
    const { options } = project("a<");
    await upgrade({
      ...options(behindPooler(connection)),
      target: "head",
      openAnother: () => openConnection(url),
      onNotice: (notice) => notices.push(notice),
    });
    expect(notices).toEqual([expect.stringContaining("pooler")]);
  });
});

/** A connection as it looks through PgBouncer: the process it was told is not the backend's. */
function behindPooler(connection: Connection): Connection {
  return {
    kind: connection.kind,
    serverVersion: connection.serverVersion,
    displayUrl: connection.displayUrl,
    processId: -1_020_298_246,
    query: (sql, values) => connection.query(sql, values),
    queryRaw: (query) => connection.queryRaw(query),
    batch: (sql) => connection.batch(sql),
    cancel: () => connection.cancel(),
    close: async () => undefined,
  };
}

async function advisoryLocks(connection: Connection): Promise<unknown> {
  const [row] = await connection.query(
    `SELECT count(*)::int AS n FROM pg_locks
     WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return row?.["n"];
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
