/** Extensions that the configuration declares: installed, moved, dropped, never somebody else's. */
import { expect, test } from "vitest";
import { createRoad } from "./project.js";

const searched = `
  import { index, pgTable, text } from "drizzle-orm/pg-core";
  export const pages = pgTable("pages", { title: text() }, (t) => [
    index("pages_title").using("gin", t.title.op("gin_trgm_ops"))]);`;
const plain = `
  import { pgTable, text } from "drizzle-orm/pg-core";
  export const pages = pgTable("pages", { title: text() });`;
const usual = `
  import { index, numeric, pgTable, text, timestamp, varchar } from "drizzle-orm/pg-core";
  export const pages = pgTable("pages", { title: varchar({ length: 9 }), at: timestamp({ withTimezone: true }),
    size: numeric({ precision: 5, scale: 2 }), tags: text().array() }, (t) => [
    index("pages_title").on(t.title.op("varchar_pattern_ops"))]);`;

async function installed(road: Awaited<ReturnType<typeof createRoad>>) {
  const rows = await road.connection.query<{ name: string }>(
    `select e.extname || ' in ' || n.nspname as name from pg_extension e
      join pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql' order by 1`,
  );
  return rows.map(({ name }) => name);
}

test("a declared extension comes before what uses it, and goes after it", async () => {
  const road = await createRoad({ extensions: ["pg_trgm"] });
  road.models(searched);
  const file = await road.revision();
  expect(file).toMatch(/createExtension\("pg_trgm"\);[^]*createTable\(\s*"pages"/);
  expect(file).toMatch(/dropTable\("pages"\);[^]*dropExtension\("pg_trgm"\)/);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  expect(await installed(road)).toEqual(["pg_trgm in public"]);
  await road.downgrade("base");
  expect(await installed(road)).toEqual([]);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
});

test("an extension is created in its schema, which a migration may create", async () => {
  const road = await createRoad({ extensions: [{ name: "citext", schema: 'Odd "ext"' }] });
  road.models(`
    import { pgSchema } from "drizzle-orm/pg-core";
    export const extensions = pgSchema('Odd "ext"');`);
  expect(await road.revision()).toMatch(
    /createSchema\([^]*createExtension\("citext", \{ schema: 'Odd "ext"' \}\)/,
  );
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  expect(await installed(road)).toEqual(['citext in Odd "ext"']);
  await road.downgrade("base");
  expect(await installed(road)).toEqual([]);
});

test("an extension in another schema than declared is moved", async () => {
  const road = await createRoad({ extensions: [{ name: "hstore", schema: "extensions" }] });
  await road.connection.batch("create schema extensions; create extension hstore");
  road.models(plain);
  expect(await road.revision()).toContain('alterExtension("hstore", { schema: "extensions" })');
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  expect(await installed(road)).toEqual(["hstore in extensions"]);
  await road.downgrade("base");
  expect(await installed(road)).toEqual(["hstore in public"]);
});

test("only what a migration created is dropped", async () => {
  const road = await createRoad({ extensions: ["pg_trgm"] });
  await road.connection.batch("create extension hstore");
  road.models(searched);
  await road.revision();
  await road.upgrade();
  road.models(plain);
  await road.configure({ extensions: [] });
  const file = await road.revision();
  expect(file).toMatch(/dropIndex\("pages_title"\);[^]*dropExtension\("pg_trgm"\)/);
  expect(file).not.toContain("hstore");
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  expect(await installed(road)).toEqual(["hstore in public"]);
  await road.downgrade("-1");
  expect(await installed(road)).toEqual(["hstore in public", "pg_trgm in public"]);
});

test("without the key nobody's extensions are compared", async () => {
  const road = await createRoad();
  await road.connection.batch("create extension pg_trgm");
  road.models(searched);
  const proposed = await road.propose();
  expect(proposed?.text).not.toContain("Extension");
  expect(proposed?.notes).toEqual([]);
});

test("what an undeclared extension provides is told with the extension's name", async () => {
  const road = await createRoad();
  road.models(searched);
  const proposed = await road.propose();
  expect(proposed?.notes.join("\n")).toContain(
    'Index public.pages_title uses the operator class gin_trgm_ops of the extension pg_trgm, which the configuration does not declare: add "pg_trgm" to `extensions`',
  );
});

test("PostgreSQL's own types and operator classes are no extension's", async () => {
  const road = await createRoad();
  road.models(usual);
  expect((await road.propose())?.notes).toEqual([]);
});
