/** Keys that a model says twice: PostgreSQL merges them, as drizzle-kit writes them. */
import { expect, test } from "vitest";
import { header } from "../end-to-end/header.js";
import { createRoad } from "../end-to-end/project.js";
import { compileModels, renderWithDrizzleKit } from "./models.js";

const twice = `
  export const t = pgTable("t", { id: integer().primaryKey().unique(), n: integer().unique(),
    "Odd ü": integer() }, (t) => [uniqueIndex("n_again").on(t.n), unique("odd").on(t["Odd ü"]),
    uniqueIndex("odd_again").on(t["Odd ü"])]);
  export const named = pgTable("named", { id: integer().primaryKey().unique("own name"), t: integer().references(() => t.id) });
  export const s = pgSchema("s");
  export const other = s.table("t", { id: integer().primaryKey().unique(), t: integer().references(() => t.id) });
  export const u = pgTable("u", { id: integer().primaryKey(), t: integer().references(() => t.id),
    n: integer().references(() => t.n), o: integer().references(() => t["Odd ü"]),
    named: integer().references(() => named.id), other: integer().references(() => other.id) });`;
const once = twice.replaceAll(/primaryKey\(\)\.unique\([^)]*\)/g, "primaryKey()");

test("a database of drizzle-kit's has one key for two", async () => {
  const road = await createRoad();
  const [rendered] = await renderWithDrizzleKit(
    await compileModels([{ name: "twice", models: { text: header + twice } }]),
  );
  for (const statement of rendered?.statements ?? []) await road.connection.batch(statement);
  const foreignKeys = await foreignKeysOf(road.connection);
  const merged = await road.catalog();

  road.models(header + twice);
  expect(await road.check()).toEqual([]);
  road.models(header + once);
  const file = await road.revision();
  expect(file).toContain('renameConstraint("t_id_unique", "t", "t_pkey")');
  expect(file).not.toMatch(/ForeignKey|createUniqueConstraint/);
  await road.upgrade();
  expect(await road.check()).toEqual([]);

  road.models(header + twice);
  expect(await road.revision()).not.toContain("ForeignKey");
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  await road.downgrade("base");
  expect(await road.catalog()).toEqual(merged);
  expect(await foreignKeysOf(road.connection)).toEqual(foreignKeys);
});

test("a database of our own has two keys", async () => {
  const road = await createRoad();
  road.models(header + twice);
  await road.revision();
  await road.upgrade();
  const foreignKeys = await foreignKeysOf(road.connection);
  expect(await road.check()).toEqual([]);
  road.models(header + once);
  await road.revision();
  await road.upgrade();
  expect(await foreignKeysOf(road.connection)).toEqual(foreignKeys);
});

test("a unique constraint that PostgreSQL has dropped beside a key with a name comes without foreign keys", async () => {
  const road = await createRoad();
  const models = `${header}
    export const t = pgTable("t", { a: integer(), b: integer() }, (t) => [
      primaryKey({ columns: [t.a, t.b] }), unique().on(t.a, t.b)]);
    export const u = pgTable("u", { a: integer(), b: integer() }, (u) => [
      foreignKey({ columns: [u.a, u.b], foreignColumns: [t.a, t.b] })]);`;
  const [rendered] = await renderWithDrizzleKit(
    await compileModels([{ name: "named", models: { text: models } }]),
  );
  for (const statement of rendered?.statements ?? []) await road.connection.batch(statement);
  road.models(models);
  expect(await road.check()).toEqual(["create unique constraint public.t.t_a_b_unique"]);
  await road.revision();
  await road.upgrade();
  expect(await road.check()).toEqual([]);
});

/** With their identifiers, which are others once they are made anew. */
async function foreignKeysOf(connection: Awaited<ReturnType<typeof createRoad>>["connection"]) {
  return connection.query(
    "select oid, conname from pg_constraint where contype = 'f' order by oid",
  );
}
