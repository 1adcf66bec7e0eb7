/** The law of the whole: up brings the database to the models, down brings it back. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compare } from "../../src/compare/compare.js";
import { introspect } from "../../src/introspect/introspect.js";
import { settle } from "../../src/introspect/oracle/settle.js";
import { compile } from "../../src/operations/rules.js";
import type { Operation } from "../../src/operations/types.js";
import type { Schema } from "../../src/schema/types.js";
import type { Connection } from "../../src/database/connection.js";
import { createDatabase } from "../support/database.js";
import { randomSchema } from "../support/random-schema.js";

const scope = {
  schemas: ["public", "fleet", "Other Schema"],
  versionTable: { schema: "public", name: "gen_version" },
};
const empty: Schema = {
  namespaces: [{ name: "public" }],
  roles: [],
  enums: [],
  sequences: [],
  tables: [],
  views: [],
};

test("upgrade reaches the models, downgrade restores the catalog, and so again", async () => {
  const { connection } = await createDatabase();
  await fc.assert(
    fc.asyncProperty(randomSchema(), randomSchema(), async (from, to) => {
      await connection.batch(reset);
      try {
        await run(connection, (await difference(connection, from)).upgrade);
        expect((await difference(connection, from)).upgrade).toEqual([]);
        const before = await catalog(connection);

        const there = await difference(connection, to);
        await run(connection, there.upgrade);
        expect((await difference(connection, to)).upgrade).toEqual([]);

        await run(connection, there.downgrade);
        expect(await catalog(connection)).toEqual(before);

        await run(connection, there.upgrade);
        expect((await difference(connection, to)).upgrade).toEqual([]);
      } finally {
        await connection.batch("rollback").catch(() => undefined);
      }
    }),
    { numRuns: Number(process.env["GEN_TEST_RUNS"] ?? 60), endOnFailure: true },
  );
}, 600_000);

const reset = `drop schema if exists public cascade; drop schema if exists fleet cascade;
  drop schema if exists "Other Schema" cascade; create schema public`;

async function difference(connection: Connection, desired: Schema) {
  const found = await introspect(connection, scope);
  const settled = await settle(connection, found.schema, desired, {
    searchPath: found.searchPath,
  });
  return compare(settled.actual, settled.desired, { dependencies: found.dependencies });
}

async function run(connection: Connection, operations: readonly Operation[]): Promise<void> {
  const transactional = operations.filter((operation) => operation.kind !== "autocommit");
  const early = operations.flatMap((operation) =>
    operation.kind === "autocommit" ? operation.operations : [],
  );
  for (const operation of early) await execute(connection, operation);
  await connection.batch("begin");
  for (const operation of transactional) await execute(connection, operation);
  await connection.batch("commit");
}

async function execute(connection: Connection, operation: Operation): Promise<void> {
  for (const { sql, values } of compile(operation)) {
    try {
      await connection.query(sql, values);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${operation.kind}: ${sql}\n${reason}`, { cause: error });
    }
  }
}

/** The catalog but for what PostgreSQL cannot restore: the order of columns. */
async function catalog(connection: Connection): Promise<Schema> {
  const { schema } = await introspect(connection, scope);
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      columns: [...table.columns].sort(byName),
      // Of two keys over the same columns PostgreSQL takes one, and nobody can tell it which.
      foreignKeys: table.foreignKeys.map(({ referencedIndex: _, ...foreignKey }) => foreignKey),
    })),
  };
}

test("from nothing to the models and back to nothing", async () => {
  const { connection } = await createDatabase();
  await fc.assert(
    fc.asyncProperty(randomSchema(), async (to) => {
      await connection.batch(reset);
      const there = await difference(connection, to);
      await run(connection, there.upgrade);
      await run(connection, there.downgrade);
      expect(await catalog(connection)).toEqual(empty);
    }),
    { numRuns: 20 },
  );
});
