import { beforeAll, describe, expect, test } from "vitest";
import { createDatabase, databaseUrl, type TestDatabase } from "./database.js";
import { openConnection } from "../../src/database/open.js";

describe("createDatabase", () => {
  let shared: TestDatabase;
  let name: string;
  beforeAll(async () => {
    shared = await createDatabase();
  });

  test("makes an empty database", async () => {
    const { connection, url } = await createDatabase();
    name = new URL(url).pathname.slice(1);
    const rows = await connection.query("SELECT current_database() AS name");
    expect(rows).toEqual([{ name }]);
  });

  test("drops it after the test", async () => {
    await expect(openConnection(databaseUrl(name))).rejects.toMatchObject({
      code: "database_missing",
    });
  });

  test("keeps one that was made before the tests", async () => {
    expect(await shared.connection.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});
