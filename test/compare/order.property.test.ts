/** The same schemas give the same operations, in whatever order they are written down. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compare } from "../../src/compare/compare.js";
import type { Operation } from "../../src/operations/types.js";
import { nameKey } from "../../src/schema/identifiers.js";
import type { Schema } from "../../src/schema/types.js";
import { randomSchema } from "../support/random-schema.js";

const numRuns = Number(process.env["GEN_TEST_RUNS"] ?? 300);

/** As if files and exports came in another order. */
function shuffled(schema: Schema, seed: number): Schema {
  const inAnotherOrder = <T extends { readonly name: string }>(list: readonly T[]): readonly T[] =>
    list
      .map((item, index) => ({ item, rank: Math.sin(seed + index * 7919) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ item }) => item);
  return {
    ...schema,
    namespaces: inAnotherOrder(schema.namespaces),
    enums: inAnotherOrder(schema.enums),
    sequences: inAnotherOrder(schema.sequences),
    tables: inAnotherOrder(schema.tables),
    views: inAnotherOrder(schema.views),
  };
}

test("the order of exports and files makes no difference", () => {
  fc.assert(
    fc.property(randomSchema(), randomSchema(), fc.nat(), (from, to, seed) => {
      const { upgrade, downgrade } = compare(from, to);
      const again = compare(shuffled(from, seed), shuffled(to, seed + 1));
      expect(again.upgrade).toEqual(upgrade);
      expect(again.downgrade).toEqual(downgrade);
    }),
    { numRuns },
  );
});

test("what concerns one table stands together, but for what has to wait", () => {
  fc.assert(
    fc.property(randomSchema(), (to) => {
      const { upgrade } = compare(
        { namespaces: [], roles: [], enums: [], sequences: [], tables: [], views: [] },
        to,
      );
      const subjects = upgrade.flatMap(tableOf);
      const order = [...new Set(subjects)];
      // A table that refers to a later one, in a cycle, and a policy that reads one are the only
      // reasons to come back to it.
      const late = subjects.filter(
        (one, index) => order.indexOf(one) < order.indexOf(subjects[index - 1] ?? one),
      );
      const kinds = upgrade
        .filter((one) => one.kind === "createForeignKey" || one.kind === "createPolicy")
        .map(tableOf)
        .flat();
      for (const one of late) expect(kinds).toContain(one);
    }),
    { numRuns },
  );
});

function tableOf(operation: Operation): readonly string[] {
  if (operation.kind === "createTable") return [nameKey(operation.table)];
  return "table" in operation ? [nameKey(operation.table)] : [];
}
