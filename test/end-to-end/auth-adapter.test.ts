import { expect, test } from "vitest";
import { createRoad } from "./project.js";

test("the tables that @auth/drizzle-adapter ships, from nothing to head and back to base", async () => {
  const road = await createRoad();
  const nothing = await road.catalog();
  // The package does not export the function that makes them by name.
  road.models(`
    import { defineTables } from "./node_modules/@auth/drizzle-adapter/lib/pg.js";
    export const { usersTable, accountsTable, sessionsTable, verificationTokensTable, authenticatorsTable } =
      defineTables({});
  `);
  await road.revision();
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  expect((await road.catalog()).tables.map((table) => table.name)).toEqual([
    "account",
    "authenticator",
    "session",
    "user",
    "verificationToken",
  ]);
  await road.downgrade("base");
  expect(await road.catalog()).toEqual(nothing);
});
