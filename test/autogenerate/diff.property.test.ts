/** Two random databases: the difference makes the one the other, and back, as pg_dump sees it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareDatabases } from "../../src/autogenerate/diff/databases.js";
import { runOperations } from "../../src/autogenerate/run-operations.js";
import { createDatabase, type TestDatabase } from "../support/database.js";
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
    fc.asyncProperty(randomSchema(), randomSchema(), async (from, to) => {
      for (const [database, schema] of [
        [a, from],
        [b, to],
      ] as const) {
        await database.connection.batch(reset);
        await bring(database.connection, schema);
      }
      const [dumpA, dumpB] = [await dump(a.url), await dump(b.url)];
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
