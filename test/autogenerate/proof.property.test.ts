/** Whatever the plan between two random schemas, its proof succeeds and changes nothing. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { prove } from "../../src/autogenerate/proof/prove.js";
import type { ProofMode } from "../../src/autogenerate/proof/types.js";
import { introspect } from "../../src/introspect/introspect.js";
import { createDatabase } from "../support/database.js";
import { randomSchema } from "../support/random-schema.js";
import { bring, config, planFor, reset } from "./support.js";

const runs = Number(process.env["GEN_TEST_RUNS"] ?? 12);

test.each<ProofMode>(["transaction", "scratch"])(
  "random plans are proven: %s",
  async (mode) => {
    const { connection, url } = await createDatabase();
    await fc.assert(
      fc.asyncProperty(randomSchema(), randomSchema(), async (from, to) => {
        await connection.batch(reset);
        await bring(connection, from);
        const { upgrade, downgrade, seen } = await planFor(connection, to);
        if (upgrade.length === 0) return;
        const before = await introspect(connection, config);
        const proof = await prove({ connection, url, upgrade, downgrade, seen, mode });
        expect(proof.differences).toEqual([]);
        if (mode === "scratch") expect(proof).toMatchObject({ proven: true, where: "scratch" });
        expect(await introspect(connection, config)).toEqual(before);
      }),
      { numRuns: runs },
    );
  },
  240_000,
);
