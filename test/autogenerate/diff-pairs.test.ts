/** `gen diff A B --sql` makes of A what B is, and `--reverse` makes A of it again. */
import { beforeAll, describe, expect, test } from "vitest";
import { compareDatabases } from "../../src/autogenerate/diff/databases.js";
import { userSchemas } from "../../src/autogenerate/diff/databases.js";
import { script } from "../../src/autogenerate/diff/script.js";
import type { Connection } from "../../src/database/connection.js";
import type { Operation } from "../../src/operations/types.js";
import { quoteIdentifier } from "../../src/schema/identifiers.js";
import { createDatabase, type TestDatabase } from "../support/database.js";
import { pairs } from "./diff-pairs.js";
import { schemaDumper } from "./schema-dump.js";

let a: TestDatabase;
let b: TestDatabase;
let dump: (url: string) => Promise<string>;

beforeAll(async () => {
  [a, b] = [await createDatabase(), await createDatabase()];
  dump = await schemaDumper(a.connection.serverVersion);
});

describe("pairs of scripts", () => {
  test.each(pairs)("$name", async (pair) => {
    if ((pair.since ?? 14) > a.connection.serverVersion / 10_000) return;
    await Promise.all([
      rebuild(a.connection, `${pair.base ?? ""} ${pair.a}`),
      rebuild(b.connection, `${pair.base ?? ""} ${pair.b}`),
    ]);
    const [dumpA, dumpB] = await Promise.all([dump(a.url), dump(b.url)]);

    const there = await difference(a, b);
    await apply(a.connection, there.upgrade);
    expect((await difference(a, b)).upgrade).toEqual([]);
    expect(await dump(a.url)).toBe(dumpB);

    await apply(a.connection, there.downgrade);
    expect(await dump(a.url)).toBe(dumpA);

    await apply(b.connection, (await difference(b, a)).upgrade);
    expect((await difference(b, a)).upgrade).toEqual([]);
    expect(await dump(b.url)).toBe(dumpA);
  });
});

async function rebuild(connection: Connection, statements: string): Promise<void> {
  for (const name of await userSchemas(connection))
    await connection.query(`drop schema ${quoteIdentifier(name)} cascade`);
  await connection.query("create schema public");
  await connection.batch(statements);
}

async function difference(from: TestDatabase, to: TestDatabase) {
  const schemas = [...(await userSchemas(from.connection)), ...(await userSchemas(to.connection))];
  return compareDatabases(from.connection, to.connection, {
    schemas: [...new Set(schemas)],
    versionTable: { schema: "public", name: "gen_version" },
  });
}

/** As `psql` does: one statement, or one transaction, after the other. */
async function apply(connection: Connection, operations: readonly Operation[]): Promise<void> {
  const text = script(operations);
  const chunks = text.split(/(?<=^COMMIT;$)|(?=^BEGIN;$)/m);
  for (const chunk of chunks) {
    const isTransaction = chunk.trimStart().startsWith("BEGIN;");
    const statements = isTransaction ? [chunk] : chunk.split(/;\n/);
    for (const statement of statements)
      if (statement.trim() !== "")
        await connection.batch(statement).catch(rolledBack(connection, chunk));
  }
}

function rolledBack(connection: Connection, text: string): (error: unknown) => Promise<never> {
  return async (error) => {
    await connection.batch("rollback").catch(() => undefined);
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${text}`);
  };
}
