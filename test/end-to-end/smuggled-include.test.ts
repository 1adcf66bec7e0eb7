/** Drizzle writes the SQL of an index's key as it is, so that an author can close the list of keys. */
import { expect, test } from "vitest";
import { createRoad } from "./project.js";

const models = (index: string): string => `
  import { sql } from "drizzle-orm";
  import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
  export const t = pgTable("t", { id: integer("Id").primaryKey(), m: text(), n: text() }, (t) => [${index}]);`;

const including = (column: string): string =>
  `index("covering").on(t.n.desc(), sql\`\${t.m}) INCLUDE (\${t.${column}}\`)`;

test("INCLUDE behind a key is understood, changes, and goes back", async () => {
  const road = await createRoad();
  road.models(models(including("id")));
  expect(await road.revision()).toContain('include: ["Id"]');
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  const definition = async () =>
    (await road.connection.query("select pg_get_indexdef('covering'::regclass) as sql"))[0];
  expect(await definition()).toEqual({
    sql: `CREATE INDEX covering ON public.t USING btree (n DESC NULLS LAST, m) INCLUDE ("Id")`,
  });
  const before = await road.catalog();

  road.models(
    models(`index("covering").on(t.n.desc(), sql\`\${t.m}) INCLUDE (\${t.id}\`).concurrently()`),
  );
  expect(await road.check()).toEqual([]);
  road.models(models(`index("covering").on(t.n.desc(), sql\`\${t.m}) include ( \${t.m}, "Id"\`)`));
  await road.revision();
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  await road.downgrade("-1");
  expect(await road.catalog()).toEqual(before);
});

test("anything else behind a key is refused with file, table and index", async () => {
  const road = await createRoad();
  road.models(models(`index("odd").on(sql\`\${t.m}) WHERE (\${t.id} > 1\`)`));
  await expect(road.check()).rejects.toMatchObject({
    code: "model_invalid",
    status: 2,
    message: expect.stringMatching(
      /models\.ts: table "t", index "odd" has a key that is not an expression: "m"\) WHERE \("Id" > 1$/,
    ),
    hint: expect.stringContaining(".where(…)"),
  });
});
