import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { embeddedNotice, refuseUnnamedDatabase } from "../../src/config/embedded-database.js";
import { loadConfig } from "../../src/config/load-config.js";
import { project, writeFiles } from "../loader/project.js";

const defaults = {
  schema: ["./schema/*.ts"],
  versionTable: { schema: "public", name: "gen_version" },
  scratch: {},
  tables: [],
  prove: "auto",
  recursiveVersionLocations: false,
  fileTemplate: "{{rev}}_{{slug}}",
  truncateSlugLength: 40,
  timezone: "UTC",
  postWriteHooks: [],
  comments: false,
  renames: "ask",
};

test("every key has its default but schema", async () => {
  const cwd = project({ "gen.config.ts": `export default { schema: "./schema/*.ts" };` });
  expect(await loadConfig({ cwd, env: {} })).toEqual({
    ...defaults,
    file: join(cwd, "gen.config.ts"),
    directory: cwd,
    migrations: [join(cwd, "migrations")],
    database: `pglite:${join(cwd, ".gen/pgdata")}`,
    databaseSource: "default",
  });
});

test("a byte order mark before JSON, .env and TypeScript", async () => {
  const json = project({
    "gen.config.json": `\uFEFF{ "schema": "x" }\r\n`,
    ".env": "\uFEFFDATABASE_URL=postgres://h/d\r\n",
  });
  expect(await loadConfig({ cwd: json, env: {} })).toMatchObject({
    schema: ["x"],
    database: "postgres://h/d",
  });
  const typed = project({ "gen.config.ts": `\uFEFFexport default {\r\n schema: "x" };\r\n` });
  expect(await loadConfig({ cwd: typed, env: {} })).toMatchObject({ schema: ["x"] });
});

test("every key is taken", async () => {
  const cwd = project({
    "gen.config.ts": `import { defineConfig } from "drizzle-gen";
      export default defineConfig({
        schema: ["a.ts", "b"], migrations: ["m", "/abs"], database: "postgres://h/d",
        versionTable: "alembic_version", versionSchema: "ops", casing: "snake_case",
        schemas: ["public", "fleet"], tables: ["*", "!x"], include: ({ name }) => name !== "x",
      });`,
  });
  const config = await loadConfig({ cwd, env: {} });
  expect(config).toMatchObject({
    schema: ["a.ts", "b"],
    migrations: [join(cwd, "m"), "/abs"],
    database: "postgres://h/d",
    databaseSource: "configuration",
    versionTable: { schema: "ops", name: "alembic_version" },
    casing: "snake_case",
    schemas: ["public", "fleet"],
    tables: ["*", "!x"],
  });
  expect(config.include?.({ kind: "table", name: "x" })).toBe(false);
});

test.each([
  ["gen.config.ts", `export default { schema: "x" as string };`],
  ["gen.config.mts", `export default { schema: "x" };`],
  ["gen.config.js", `export default { schema: "x" };`],
  ["gen.config.js", `module.exports = { schema: "x" };`],
  ["gen.config.mjs", `export default { schema: "x" };`],
  ["gen.config.json", `{ "schema": "x" }`],
  ["gen.config.ts", `export default Promise.resolve({ schema: "x" });`],
  ["gen.config.ts", `import { schema } from "./other"; export default { schema };`],
  [
    "gen.config.ts",
    `import fs from "node:fs"; import { join } from "path"; export default { schema: fs.existsSync(join(import.meta.dirname, "other.ts")) ? "x" : "y" };`,
  ],
  ["gen.config.ts", `const { schema } = await import("./other"); export default { schema };`],
  ["gen.config.ts", `/* import require */ export default { schema: "x" };`],
])("%s: %s", async (name, text) => {
  const cwd = project({ [name]: text, "other.ts": `export const schema: string = "x";` });
  expect(await loadConfig({ cwd, env: {} })).toMatchObject({ schema: ["x"], directory: cwd });
});

test("a file is read anew each time", async () => {
  const cwd = project({
    "gen.config.ts": `export default { schema: process.env.GEN_TEST_A ?? "x" };`,
  });
  const schemas: unknown[] = [];
  for (const value of ["a", "b"]) {
    process.env["GEN_TEST_A"] = value;
    schemas.push((await loadConfig({ cwd, env: {} })).schema);
  }
  delete process.env["GEN_TEST_A"];
  writeFiles(cwd, { "gen.config.ts": `export default { schema: "c" };` });
  schemas.push((await loadConfig({ cwd, env: {} })).schema);
  expect(schemas).toEqual([["a"], ["b"], ["c"]]);
});

test("the nearest parent's file is found, and gen.config before drizzle.config", async () => {
  const root = project({
    "gen.config.json": `{ "schema": "x" }`,
    "app/drizzle.config.json": `{ "schema": "y" }`,
    "app/src/.keep": "",
    "own/gen.config.json": `{ "schema": "z" }`,
  });
  const schemaFrom = async (directory: string): Promise<unknown> =>
    (await loadConfig({ cwd: join(root, directory), env: {} })).schema;
  expect(await schemaFrom("app/src")).toEqual(["x"]);
  expect(await schemaFrom("own")).toEqual(["z"]);
});

test("--config names the file, and paths are relative to it", async () => {
  const cwd = project({ "etc/other.json": `{ "schema": "x", "migrations": "m" }` });
  expect(await loadConfig({ cwd, env: {}, configFile: "etc/other.json" })).toMatchObject({
    directory: join(cwd, "etc"),
    migrations: [join(cwd, "etc", "m")],
  });
  await expect(loadConfig({ cwd, env: {}, configFile: "nope.ts" })).rejects.toMatchObject({
    code: "config_missing",
    status: 2,
    message: expect.stringContaining("nope.ts"),
  });
});

test("without a configuration there are defaults and no models", async () => {
  const cwd = project({});
  const config = await loadConfig({ cwd, env: {} });
  expect(config).toMatchObject({
    directory: cwd,
    schema: [],
    migrations: [join(cwd, "migrations")],
  });
  expect(config.file).toBeUndefined();
});

test("the database: flag, environment, configuration, default", async () => {
  const cwd = project({
    "gen.config.json": `{ "schema": "x", "database": "postgres://config/d" }`,
  });
  const env = { DATABASE_URL: "postgres://environment/d" };
  expect(await loadConfig({ cwd, env, databaseUrl: "postgres://flag/d" })).toMatchObject({
    database: "postgres://flag/d",
    databaseSource: "flag",
  });
  expect(await loadConfig({ cwd, env })).toMatchObject({
    database: "postgres://environment/d",
    databaseSource: "environment",
  });
  expect(await loadConfig({ cwd, env: { DATABASE_URL: "" } })).toMatchObject({
    database: "postgres://config/d",
    databaseSource: "configuration",
  });
  mkdirSync(join(cwd, "sub"));
  const configured = await loadConfig({
    cwd: join(cwd, "sub"),
    env: {},
    databaseUrl: "pglite:data",
  });
  expect(configured.database).toBe(`pglite:${join(cwd, "sub", "data")}`);
  expect((await loadConfig({ cwd, env: {}, databaseUrl: "pglite:" })).database).toBe("pglite:");
});

test(".env beside it is loaded first, and overrides nothing", async () => {
  const cwd = project({
    ".env": `GEN_TEST_B="from file"\nDATABASE_URL=postgres://file/d\nGEN_TEST_C=file`,
    "gen.config.ts": `export default { schema: process.env.GEN_TEST_B ?? "none" };`,
  });
  process.env["GEN_TEST_C"] = "shell";
  const before = process.env["DATABASE_URL"];
  delete process.env["DATABASE_URL"];
  try {
    const config = await loadConfig({ cwd, env: process.env });
    expect(config).toMatchObject({ schema: ["from file"], database: "postgres://file/d" });
    expect(process.env["GEN_TEST_C"]).toBe("shell");
  } finally {
    for (const name of ["GEN_TEST_B", "GEN_TEST_C", "DATABASE_URL"]) delete process.env[name];
    if (before !== undefined) process.env["DATABASE_URL"] = before;
  }
});

test.each([
  [`{}`, /does not say where the models are/],
  [`{ "schema": 5 }`, /`schema` must be a string or an array of strings\. It is 5\./],
  [`{ "schema": [] }`, /`schema` must be .* It is an empty array\./],
  [`{ "schema": "x", "casing": "kebab" }`, /`casing` must be "snake_case" or "camelCase"/],
  [`{ "schema": "x", "tables": {} }`, /`tables` must be .* It is an object\./],
  [`{ "schema": "x", "include": "x" }`, /`include` must be a function/],
  [`{ "schema": "x", "versionTable": 1 }`, /`versionTable` must be a string/],
  [`{ "schema": "x", "migration": "m" }`, /unknown key `migration`/],
  [
    `{ "schema": "x", "database": { "url": "postgres://u:secret@h/d" } }`,
    /`database` must be a string\. It is an object\./,
  ],
  [`[]`, /does not export a configuration/],
])("%s is refused", async (text, message) => {
  const cwd = project({ "gen.config.json": text });
  const error: unknown = await loadConfig({ cwd, env: {} }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: "config_invalid",
    status: 2,
    message: expect.stringMatching(message),
  });
  expect(String(error)).toContain("gen.config.json");
  expect(JSON.stringify(error)).not.toContain("secret");
});

test("a near miss is named", async () => {
  const cwd = project({ "gen.config.json": `{ "schema": "x", "migration": "m" }` });
  await expect(loadConfig({ cwd, env: {} })).rejects.toMatchObject({
    hint: "Did you mean `migrations`?",
  });
});

test.each([
  ["gen.config.ts", "export default {", /gen\.config\.ts:1:17/],
  ["gen.config.ts", "\nthrow new Error('no');", /gen\.config\.ts:2:7: no/],
  ["gen.config.ts", "import './other';", /gen\.config\.ts:1:8: Could not resolve/],
  ["gen.config.json", "{", /gen\.config\.json: /],
])("%s that cannot be run: %j", async (name, text, message) => {
  const cwd = project({ [name]: text });
  await expect(loadConfig({ cwd, env: {} })).rejects.toMatchObject({
    code: "config_load",
    status: 2,
    message: expect.stringMatching(message),
  });
});

test("drizzle.config is understood", async () => {
  const cwd = project({
    "drizzle.config.ts": `export default {
      dialect: "postgresql", schema: "./src/schema", out: "./drizzle", casing: "camelCase",
      schemaFilter: ["public", "app"], tablesFilter: "!x", strict: true, migrations: { schema: "ops" },
      dbCredentials: { host: "h", port: 5433, user: "u@x", password: "p/w", database: "d b", ssl: true } };`,
  });
  expect(await loadConfig({ cwd, env: {} })).toMatchObject({
    schema: ["./src/schema"],
    migrations: [join(cwd, "migrations")],
    casing: "camelCase",
    schemas: ["public", "app"],
    tables: ["!x"],
    journal: { schema: "ops", name: "__drizzle_migrations" },
    database: "postgresql://u%40x:p%2Fw@h:5433/d%20b?sslmode=require",
    databaseSource: "configuration",
  });
});

test.each([
  [`{ "schema": "x", "dialect": "mysql" }`, "config_invalid"],
  [
    `{ "schema": "x", "driver": "aws-data-api", "dbCredentials": { "database": "d" } }`,
    "config_invalid",
  ],
])("drizzle.config %s is refused", async (text, code) => {
  const cwd = project({ "drizzle.config.json": text });
  await expect(loadConfig({ cwd, env: {} })).rejects.toMatchObject({ code, status: 2 });
});

test.each([
  [`"dbCredentials": { "url": "postgres://h/d" }`, "postgres://h/d"],
  [`"driver": "pglite", "dbCredentials": { "url": "./data" }`, "pglite:"],
  [
    `"dbCredentials": { "host": "h", "database": "d", "ssl": { "rejectUnauthorized": false } }`,
    "postgresql://h/d?sslmode=no-verify",
  ],
  [`"out": "./migrations"`, "pglite:"],
])("drizzle.config with %s", async (keys, database) => {
  const cwd = project({ "drizzle.config.json": `{ "schema": "x", ${keys} }` });
  const config = await loadConfig({ cwd, env: {} });
  expect(config.database.startsWith(database)).toBe(true);
  expect(config.migrations).toEqual([
    join(cwd, keys.includes('"out"') ? "gen-migrations" : "migrations"),
  ]);
});

test("paths of a drizzle.config that --config names are relative to the working directory", async () => {
  const cwd = project({
    "packages/db/drizzle.config.json": `{ "schema": "./packages/db/src", "driver": "pglite", "dbCredentials": { "url": "./data" } }`,
    "packages/db/.env": "GEN_TEST_D=beside\nGEN_TEST_E=beside",
    ".env": "GEN_TEST_D=here",
  });
  const env: NodeJS.ProcessEnv = {};
  expect(
    await loadConfig({ cwd, env, configFile: "packages/db/drizzle.config.json" }),
  ).toMatchObject({
    directory: cwd,
    schema: ["./packages/db/src"],
    migrations: [join(cwd, "migrations")],
    database: `pglite:${join(cwd, "data")}`,
  });
  expect(env).toEqual({ GEN_TEST_D: "here", GEN_TEST_E: "beside" });
  // Found above the working directory, it is one that drizzle-kit is run beside.
  const db = join(cwd, "packages", "db");
  expect(await loadConfig({ cwd: join(db, "src"), env: {} })).toMatchObject({ directory: db });
});

const journal = { "migrations/meta/_journal.json": "{}", "migrations/0000_init.sql": "" };
const note = "The folder migrations belongs to drizzle-kit: gen's migrations go to gen-migrations.";

test.each([
  ["no configuration", {}],
  ["a configuration of ours", { "gen.config.json": `{ "schema": "x" }` }],
  ["drizzle-kit's without `out`", { "drizzle.config.json": `{ "schema": "x" }` }],
  [
    "drizzle-kit's with another `out`",
    { "drizzle.config.json": `{ "schema": "x", "out": "./sql" }` },
  ],
])("a folder with a journal is drizzle-kit's, with %s", async (_what, files) => {
  const cwd = project({ ...journal, ...files });
  expect(await loadConfig({ cwd, env: {} })).toMatchObject({
    migrations: [join(cwd, "gen-migrations")],
    migrationsNote: note,
  });
  const shared = project({ ...journal, ...files, "migrations/0a1b_first.ts": "" });
  const config = await loadConfig({ cwd: shared, env: {} });
  expect(config.migrations).toEqual([join(shared, "migrations")]);
  expect(config.migrationsNote).toBeUndefined();
});

test("a configuration of ours that names drizzle-kit's folder", async () => {
  const cwd = project({
    ...journal,
    "gen.config.json": `{ "schema": "x", "migrations": "migrations" }`,
  });
  await expect(loadConfig({ cwd, env: {} })).rejects.toMatchObject({
    code: "config_invalid",
    message: expect.stringMatching(/`migrations` names migrations, which is drizzle-kit's folder/),
    hint: expect.stringContaining("./gen-migrations"),
  });
});

test.each([
  ["gen.config.ts", `export default { schema: "x", database: process.env.GEN_TEST_NONE ?? "" };`],
  [
    "drizzle.config.ts",
    `export default { schema: "x", dbCredentials: { url: process.env.GEN_TEST_NONE ?? "" } };`,
  ],
  [
    "drizzle.config.ts",
    `export default { schema: "x", dbCredentials: { host: process.env.GEN_TEST_NONE ?? "", database: "d" } };`,
  ],
])("an empty database in %s is not given: %s", async (name, text) => {
  const cwd = project({ [name]: text });
  for (const DATABASE_URL of [undefined, "", " "]) {
    const config = await loadConfig({ cwd, env: { DATABASE_URL } });
    expect(config.databaseSource).toBe("default");
    const refused = () =>
      refuseUnnamedDatabase(config, { env: { DATABASE_URL }, isOnTerminal: false });
    expect(refused).toThrow(DATABASE_URL === undefined ? "is not set" : "is set but empty");
  }
});

test("an empty DATABASE_URL is told where the configuration names a database", async () => {
  const cwd = project({ "gen.config.json": `{ "schema": "x", "database": "postgres://h/d" }` });
  const told = async (env: NodeJS.ProcessEnv) =>
    embeddedNotice(await loadConfig({ cwd, env }), env)?.text;
  expect(await told({})).toBeUndefined();
  expect(await told({ DATABASE_URL: "" })).toBe(
    "DATABASE_URL is set but empty: the database of the configuration is used.",
  );
});
