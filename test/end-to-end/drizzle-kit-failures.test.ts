/** Models that drizzle-kit renders wrong or compares wrong, on the whole road. */
import { expect, inject, test } from "vitest";
import { failures } from "./drizzle-kit-failures.js";
import { header } from "./header.js";
import { createRoad } from "./project.js";

const possible = failures.filter(({ since = 0 }) => since <= Number(inject("postgresVersion")));

test.each(possible.map((failure) => [failure.name, failure] as const))(
  "%s",
  async (_, { models, truth = [] }) => {
    const road = await createRoad();
    const nothing = await road.catalog();
    road.models(header + models);
    await road.revision();
    await road.upgrade();
    expect(await road.check()).toEqual([]);
    for (const { query, answer } of truth) {
      const rows = await road.connection.query<{ it: unknown }>(query);
      expect(rows.map((row) => row.it)).toEqual(answer);
    }
    await road.downgrade("base");
    expect(await road.catalog()).toEqual(nothing);
  },
);
