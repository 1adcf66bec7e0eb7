/** Large applications' models: from nothing to head and back, through a dozen revisions, with rows. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { quoteName } from "../../../src/schema/identifiers.js";
import { insertRows, randomRows } from "../../support/random-rows.js";
import { createRoad, type Road } from "../project.js";
import { applications } from "./evolutions.js";

test.each(applications.map((one) => [one.name, one] as const))(
  "%s",
  async (_, { file, casing, edits }) => {
    const road = await createRoad(casing === undefined ? {} : { casing });
    const nothing = await road.catalog();
    let text = readFileSync(fileURLToPath(new URL(file, import.meta.url)), "utf8");
    road.models(text);
    await road.revision();
    await road.upgrade();
    expect(await road.check()).toEqual([]);

    await insertRows(road.connection, rows(await road.catalog()));
    const before = await rowCounts(road);
    expect([...before.values()].filter((count) => count > 0).length).toBeGreaterThan(12);

    for (const { what, change, renames = [] } of edits) {
      for (const [from, to] of change) {
        expect([what, text.includes(from)]).toEqual([what, true]);
        text = text.replaceAll(from, () => to);
      }
      road.models(text);
      const catalog = await road.catalog();
      expect([what, await road.revision(...renames)]).not.toEqual([what, null]);
      await road.upgrade();
      expect([what, await road.check()]).toEqual([what, []]);
      await road.downgrade("-1");
      expect([what, await road.catalog()]).toEqual([what, catalog]);
      await road.upgrade();
    }
    expect(await road.check()).toEqual([]);
    for (const [table, count] of await rowCounts(road))
      expect(count).toBe(before.get(table) ?? count);

    await road.downgrade("base");
    expect(await road.catalog()).toEqual(nothing);
    await road.upgrade();
    expect(await road.check()).toEqual([]);
  },
  600_000,
);

function rows(schema: Parameters<typeof randomRows>[0]): readonly string[] {
  return fc.sample(randomRows(schema), { seed: 1, numRuns: 3 }).flat();
}

/** By the tables' names. */
async function rowCounts(road: Road): Promise<ReadonlyMap<string, number>> {
  const { tables } = await road.catalog();
  const counts = new Map<string, number>();
  for (const table of tables) {
    const [row] = await road.connection.query<{ count: number }>(
      `select count(*)::int as count from ${quoteName(table)}`,
    );
    counts.set(table.name, row?.count ?? 0);
  }
  return counts;
}
