/** A database for a test, on the server that the test run brought up. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject, onTestFinished } from "vitest";
import type { Connection } from "../../src/database/connection.js";
import { openConnection } from "../../src/database/open.js";

export interface TestDatabase {
  readonly name: string;
  /** The superuser's. */
  readonly url: string;
  /** An open connection of the superuser, closed with the database. */
  readonly connection: Connection;
  /** Drops it now instead of after the test; sessions that are still open are ended. */
  drop(): Promise<void>;
}

export interface CreateDatabaseOptions {
  /** A database to copy, which nobody may be connected to. */
  readonly template?: string;
}

const existing = new Set<TestDatabase>();
let admin: Promise<pg.Client> | undefined;

afterAll(async () => {
  await Promise.all([...existing].map((database) => database.drop()));
  await (await admin)?.end();
  admin = undefined;
});

/**
 * Makes an empty database of its own. It is dropped when the test ends, or after the file's last
 * test if it was made outside a test (in `beforeAll`).
 *
 * @example
 * const { url, connection } = await createDatabase();
 */
export async function createDatabase(options: CreateDatabaseOptions = {}): Promise<TestDatabase> {
  if (inject("adminUrl") === "pglite:") return await createEmbeddedDatabase();
  const name = `gen_test_${randomBytes(8).toString("hex")}`;
  // Not the default template: connections to it would be in the way of others.
  await administer(
    `CREATE DATABASE ${name} TEMPLATE ${options.template ?? "template0"} ${await copyStrategy()}`,
  );
  const url = databaseUrl(name);
  const connection = await openConnection(url);
  const database: TestDatabase = {
    name,
    url,
    connection,
    async drop() {
      if (!existing.delete(database)) return;
      await connection.close();
      await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
  dropAfterTest(database);
  return database;
}

/** In memory: only its connection leads to it. */
async function createEmbeddedDatabase(): Promise<TestDatabase> {
  await import("./pglite-template.js");
  const connection = await openConnection("pglite:");
  const database: TestDatabase = {
    name: "template1",
    url: "pglite:",
    connection,
    async drop() {
      if (existing.delete(database)) await connection.close();
    },
  };
  dropAfterTest(database);
  return database;
}

/** The URL of a database of the test server, whether or not it exists. */
export function databaseUrl(name: string): string {
  const url = new URL(inject("adminUrl"));
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

/** Runs a statement in the server's own database: `CREATE ROLE …`. */
export async function administer(sql: string): Promise<void> {
  admin ??= connectAdmin();
  await (await admin).query(sql);
}

/**
 * Copying files takes a third of the time that writing them to the log does, on a server that
 * need not survive. https://www.postgresql.org/docs/current/sql-createdatabase.html
 */
async function copyStrategy(): Promise<string> {
  admin ??= connectAdmin();
  const { rows } = await (
    await admin
  ).query<{ number: number }>("select current_setting('server_version_num')::int as number");
  return (rows[0]?.number ?? 0) >= 150000 ? "STRATEGY file_copy" : "";
}

async function connectAdmin(): Promise<pg.Client> {
  const client = new pg.Client(inject("adminUrl"));
  await client.connect();
  return client;
}

function dropAfterTest(database: TestDatabase): void {
  existing.add(database);
  try {
    onTestFinished(() => database.drop());
  } catch {
    // Outside a test: `afterAll` drops it.
  }
}
