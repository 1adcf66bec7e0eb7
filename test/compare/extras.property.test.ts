/** Random schemas, and on them whatever models cannot say: an upgrade leaves or carries it, a downgrade restores it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createDatabase } from "../support/database.js";
import { dumpSchema } from "../support/dump.js";
import { extrasOf, ignoreUnfit } from "../support/random-extras.js";
import { randomSchema } from "../support/random-schema.js";
import { catalog, difference, run } from "./support.js";

const scope = {
  schemas: ["public", "fleet", "Other Schema"],
  versionTable: { schema: "public", name: "gen_version" },
};

test("what models cannot say comes back with what they can", async () => {
  const { connection, url } = await createDatabase();
  await fc.assert(
    fc.asyncProperty(randomSchema(), randomSchema(), fc.nat(), async (from, to, seed) => {
      await connection.batch(reset);
      await run(connection, (await difference(connection, from, scope)).upgrade);
      for (const statement of extrasOf(await catalog(connection, scope), seed))
        await connection.query(statement).catch(ignoreUnfit);
      const before = await catalog(connection, scope);
      const dump = dumpSchema(url);

      const there = await difference(connection, to, scope);
      // What the one schema does not have can be what a trigger of the other names.
      fc.pre(there.obstacles.length === 0);
      await run(connection, there.upgrade);
      expect((await difference(connection, to, scope)).upgrade).toEqual([]);
      await run(connection, there.downgrade);
      expect(await catalog(connection, scope)).toEqual(before);
      expect(dumpSchema(url)).toEqual(dump);
    }),
    { numRuns: Number(process.env["GEN_TEST_RUNS"] ?? 20), endOnFailure: true },
  );
}, 240_000);

const reset = `drop schema if exists public cascade; drop schema if exists fleet cascade;
  drop schema if exists "Other Schema" cascade; drop publication if exists pub; create schema public;
  create function public.f() returns trigger language plpgsql as 'begin return new; end';
  create publication pub`;
