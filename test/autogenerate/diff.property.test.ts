/** Two random databases: the difference makes the one the other, and back, as pg_dump sees it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareDatabases } from "../../src/autogenerate/diff/databases.js";
import { runOperations } from "../../src/autogenerate/run-operations.js";
import type { Connection } from "../../src/database/connection.js";
import { introspect } from "../../src/introspect/introspect.js";
import type { Schema } from "../../src/schema/types.js";
import { createDatabase, type TestDatabase } from "../support/database.js";
import { extrasOf, ignoreUnfit } from "../support/random-extras.js";
import { randomSchema } from "../support/random-schema.js";
import { schemaDumper } from "./schema-dump.js";
import { bring, config, reset } from "./support.js";

const runs = Number(process.env["GEN_TEST_RUNS"] ?? 8);

test("random pairs of databases", async () => {
  const [a, b] = [await createDatabase(), await createDatabase()];
  const dump = await schemaDumper(a.connection.serverVersion);
  const difference = (from: TestDatabase, to: TestDatabase) =>
    compareDatabases(from.connection, to.connection, config);
  await fc.assert(
    fc.asyncProperty(randomSchema(), randomSchema(), fc.nat(), async (from, to, seed) => {
      await rebuild(a.connection, from, seed);
      await rebuild(b.connection, to, seed + 1);
      const [dumpA, dumpB] = await Promise.all([dump(a.url), dump(b.url)]);
      const { upgrade, downgrade } = await difference(a, b);
      await runOperations(a.connection, upgrade);
      expect((await difference(a, b)).upgrade).toEqual([]);
      expect(await dump(a.url)).toBe(dumpB);
      await runOperations(a.connection, downgrade);
      expect(await dump(a.url)).toBe(dumpA);
    }),
    { numRuns: runs },
  );
}, 240_000);

async function rebuild(connection: Connection, schema: Schema, seed: number): Promise<void> {
  await connection.batch(`${reset}; ${triggerFunction}`);
  await bring(connection, schema);
  const { schema: made } = await introspect(connection, config);
  // Rights, publications and functions are not compared.
  const extras = extrasOf(made, seed).filter(
    (sql) => !/^(?:grant|revoke|alter publication) /.test(sql),
  );
  for (const sql of extras) await connection.query(sql).catch(ignoreUnfit);
}

const triggerFunction = `create or replace function public.f() returns trigger
  language plpgsql as 'begin return new; end'`;
