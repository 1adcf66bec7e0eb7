/** Whatever the plan between two random schemas, its proof succeeds everywhere and changes nothing. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { introspect } from "../../src/introspect/introspect.js";
import type { Schema } from "../../src/schema/types.js";
import { createDatabase } from "../support/database.js";
import { randomSchema } from "../support/random-schema.js";
import { elsewhere, newUses } from "../support/random-uses.js";
import { proveEmbedded } from "./embedded.js";
import { bring, config, planFor, reset, proveFile } from "./support.js";

const runs = Number(process.env["GEN_TEST_RUNS"] ?? 12);
const places = ["transaction", "scratch", "pglite"] as const;

test.each<[string, fc.Arbitrary<readonly [Schema, Schema]>]>([
  ["from one schema to another", fc.tuple(randomSchema(), randomSchema())],
  [
    "that use what is there",
    randomSchema().chain((from) => newUses(from).map((to) => [from, to] as const)),
  ],
])(
  "random plans are proven in all three places: %s",
  async (_, pairs) => {
    const { connection, url } = await createDatabase();
    await fc.assert(
      fc.asyncProperty(pairs, async ([from, to]) => {
        await connection.batch(`${reset}; ${elsewhere}`);
        await bring(connection, from);
        const plan = await planFor(connection, to);
        if (plan.upgrade.length === 0) return;
        const before = await introspect(connection, config);
        for (const mode of places) {
          const input = { connection, url, ...plan, mode };
          const proof = mode === "pglite" ? await proveEmbedded(input) : await proveFile(input);
          expect([mode, proof.reason, proof.differences]).toEqual([
            mode,
            possible(mode, proof.reason),
            [],
          ]);
        }
        expect(await introspect(connection, config)).toEqual(before);
      }),
      { numRuns: runs, endOnFailure: true },
    );
  },
  240_000,
);

/** Some plans cannot run inside a transaction, or would leave a sequence's value behind. */
function possible(mode: string, reason: string | undefined): string | undefined {
  const isKnown =
    reason !== undefined && /cannot run inside a transaction|would stay changed/.test(reason);
  return mode === "transaction" && isKnown ? reason : undefined;
}
