/**
 * Random changes of which a part cannot run in a transaction: no file mixes the two, and a run that
 * is cut off at any statement, and repeated, gets where an undisturbed one gets, there and back.
 * `GEN_TEST_SEED` and `GEN_TEST_RUNS` choose others than those of the suite.
 */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createRevision } from "../../src/autogenerate/revision.js";
import { parseRename } from "../../src/compare/renames/rename.js";
import type { Schema } from "../../src/schema/types.js";
import { randomEdits } from "../support/random-edits.js";
import { renderModels } from "../support/render-models.js";
import { runStubbornly } from "./interruptions.js";
import { createRoad, type Road } from "./project.js";

const first = Number(process.env["GEN_TEST_SEED"] ?? 14);
const runs = Number(process.env["GEN_TEST_RUNS"] ?? 8);

test.each(Array.from({ length: runs }, (_, index) => first + index))("seed %i", async (seed) => {
  const [edited] = fc.sample(randomEdits(), { seed, numRuns: 1 });
  if (edited === undefined) throw new RangeError("nothing drawn");
  const road = await createRoad();
  road.models(renderModels(withoutIndexes(edited.from)));
  await write(road);
  await road.upgrade();
  const before = await road.catalog();
  const start = headOf(road);

  road.models(renderModels(concurrently(edited.to, seed)));
  const texts = await write(road, edited.renames);
  if (texts.length === 0) return;
  for (const text of texts) expectUnmixed(text);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  const after = await road.catalog();
  await runStubbornly(road, "downgrade", start);
  expect(await road.catalog()).toEqual(before);
  await runStubbornly(road, "upgrade", "head");
  expect(await road.catalog()).toEqual(after);
});

function headOf(road: Road): string {
  return road.input().graph.heads()[0]?.revision ?? "base";
}

/** What is outside the transaction is all that a function does; enum values may open it. */
function expectUnmixed(text: string): void {
  for (const body of text.split(/^export async function /m).slice(1)) {
    const calls = [...body.matchAll(/^ {2}(?: {2})?await op\.\w+/gm)].map(([call]) => call);
    const values = calls.findLastIndex((call) => call === "    await op.addEnumValue");
    const rest = calls.slice(values + 1).filter((call) => call.startsWith("  await"));
    if (rest.includes("  await op.autocommit")) expect(rest).toEqual(["  await op.autocommit"]);
  }
}

/** Without what an index could be needed for, either. */
function withoutIndexes(schema: Schema): Schema {
  const without = { indexes: [], foreignKeys: [] };
  return { ...schema, tables: schema.tables.map((table) => ({ ...table, ...without })) };
}

/** Two of three indexes are built concurrently. */
function concurrently(schema: Schema, seed: number): Schema {
  let place = seed;
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      indexes: table.indexes.map((index) => {
        place += 1;
        return place % 3 === 0 ? index : { ...index, concurrently: true };
      }),
    })),
  };
}

/** The texts of the new files, which are not proven. */
async function write(road: Road, renames: readonly string[] = []): Promise<readonly string[]> {
  const created = await createRevision({
    ...road.input(),
    message: "change",
    renames: renames.map(parseRename),
    prove: false,
  });
  return created?.revisions.map(({ path }) => readFileSync(path, "utf8")) ?? [];
}
