/** A session whose transactions only read by default: the role's, the database's or the URL's setting. */
import { expect, test } from "vitest";
import { header } from "./header.js";
import { createRoad } from "./project.js";

const models = (more: string): string => `${header}
  export const t = pgTable("t", { id: serial().primaryKey(), s: varchar({ length: 9 }) }, (t) => [
    check("c", sql\`\${t.s} in ('a', 'b')\`), index("i").on(sql\`lower(\${t.s})\`)${more}]);`;
const concurrent = models(`, index("j").on(sql\`upper(\${t.s})\`).concurrently()`);

test.each(["transaction", "scratch"])("a plan is compared, proven (%s) and run", async (prove) => {
  const road = await createRoad({ schemas: ["public"], prove });
  await road.connection.query("set default_transaction_read_only = on");
  road.models(models(""));
  expect((await road.propose())?.notes).toEqual([]);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  road.models(concurrent);
  expect((await road.propose())?.notes).toEqual([]);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  await road.downgrade("base");
  const [row] = await road.connection.query("show default_transaction_read_only");
  expect(row).toEqual({ default_transaction_read_only: "on" });
});

test("a model outside of the configured schemas is not created again for ever", async () => {
  const road = await createRoad({ schemas: ["reports"] });
  road.models(`${header}
    export const reports = pgSchema("reports");
    export const mood = pgEnum("mood", ["a"]);
    export const users = pgTable("users", { id: integer().primaryKey(), mood: mood() });
    export const r = reports.table("r", { id: integer().primaryKey() });`);
  expect((await road.propose())?.notes.join()).toMatch(/public\.users and public\.mood.*schemas/);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
});
