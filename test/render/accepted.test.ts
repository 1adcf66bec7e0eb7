/** Every operation that can be planned is accepted by its own call, in the transaction that it is in. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { compile, inverse } from "../../src/operations/rules.js";
import type { Operation } from "../../src/operations/types.js";
import { reversible } from "../operations/arbitraries.js";
import { execute } from "./support/execute.js";
import { render } from "./support/render.js";

const runs = Number(process.env["GEN_TEST_RUNS"] ?? 12) * 3;

/** These say in Drizzle's words what the operation says, and are compared in a database elsewhere. */
const reworded: ReadonlySet<string> = new Set(["createTable", "addColumn"]);

it("holds for every operation and its inverse", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(reversible, { minLength: 1, maxLength: 6 }), async (operations) => {
      const downgrade = operations.toReversed().flatMap(inverse);
      const file = await render(operations, { downgrade });
      await execute(file);
      await execute(file, "downgrade");

      const said = [...operations, ...downgrade].filter(({ kind }) => !reworded.has(kind));
      expect(sqlOf(await execute(await render(said)))).toEqual(sqlOf(said));
    }),
    { numRuns: runs },
  );
}, 60_000);

function sqlOf(operations: readonly Operation[]): readonly string[] {
  return operations.flatMap(compile).map(({ sql }) => sql);
}
