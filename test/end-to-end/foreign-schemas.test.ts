/** What stands in somebody else's schema may be referred to, and is neither changed nor dropped. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { header } from "./header.js";
import { createRoad, type Road } from "./project.js";

const marker = fileURLToPath(new URL("../../src/model/existing.ts", import.meta.url));
const existing = `import { existing } from ${JSON.stringify(marker)};\n`;

const platform = `
  create schema auth; create schema "Other Auth";
  create type auth.factor as enum ('totp', 'phone');
  create sequence auth.counter increment by 5;
  create table auth.users (id uuid primary key default gen_random_uuid(), email varchar(255) not null,
    phone text constraint users_phone_key unique default null, factor auth.factor);
  create index users_email on auth.users (lower(email));
  create table auth.sessions (id serial primary key, user_id uuid references auth.users on delete cascade);
  create table auth.audit (id integer primary key, message varchar(10) not null default '-');
  create view auth.known as select id from auth.users;
  alter table auth.users enable row level security;
  create policy own on auth.users using (true);
  create table "Other Auth"."T t" (a integer primary key);
`;

const stub = `${header}
  const auth = pgSchema("auth");
  export const users = auth.table("users", { id: uuid().primaryKey(), phone: text().unique() });
  export const posts = pgTable("posts", { id: integer().primaryKey(), author: uuid().references(() => users.id) });
`;
const marked = `${existing}${header}
  const auth = existing(pgSchema("auth"));
  export const factor = auth.enum("factor", ["x"]);
  export const users = auth.table("users", { id: uuid().primaryKey(), phone: text().unique(), new: factor() });
  export const posts = pgTable("posts", { id: integer().primaryKey(), author: uuid().references(() => users.id), factor: factor() });
`;

/** The operations of a file, by name. */
function operations(file: string | null): readonly string[] {
  return Array.from(
    file?.slice(0, file.indexOf("function downgrade")).matchAll(/op\.(\w+)\(/g) ?? [],
    ([, name = ""]) => name,
  );
}

async function refersOnly(road: Road, models: string): Promise<void> {
  await road.connection.batch(platform);
  const before = await road.catalog();
  road.models(models);
  const file = await road.revision();
  expect(operations(file)).toEqual(["createTable", "createForeignKey"]);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  await road.downgrade("base");
  expect(await road.catalog()).toEqual(before);
}

test.each([
  ["without a limit", {}, stub],
  ["with a limit", { schemas: ["public"] }, stub],
  ["with a limit of one name", { schemas: "public" }, stub],
  ["with a pattern", { tables: ["*", "!auth.*"] }, stub],
  ["with existing()", {}, marked],
])("a stub of a platform's table is only referred to, %s", async (_, settings, models) => {
  await refersOnly(await createRoad(settings), models);
});

test("what the models say of somebody else's schema comes, and the rest of it stays", async () => {
  const road = await createRoad();
  await road.connection.batch(platform);
  const models = (more: string): string => `${header}
    export const auth = pgSchema("auth");
    export const factor = auth.enum("factor", ["phone", "webauthn"]);
    export const counter = auth.sequence("counter");
    export const users = auth.table("users", { id: uuid(), email: text(), ${more} });
    export const audit = auth.table("audit", { id: integer(), message: varchar({ length: 20 }) });`;
  road.models(models(`nick: text().notNull().default("-")`));
  const before = await road.catalog();
  const { text = null, differences, notes } = (await road.propose()) ?? {};
  // A model of some columns refers to the table; one of all columns describes it.
  expect([...operations(text)].sort()).toEqual(["addColumn", "addEnumValue", "alterColumn"]);
  expect(text).toContain('await op.alterColumn({ schema: "auth", name: "audit" }, "message"');
  expect(differences).toEqual([]);
  expect(notes).toEqual([
    expect.stringMatching(
      /^auth\.users is not changed, although email is text in the models and character varying\(255\) in the database/,
    ),
    expect.stringMatching(
      /no migration of this project created: the column message of auth\.audit\./,
    ),
  ]);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  // What a model no longer says of a table that is not ours is not taken away either.
  road.models(models(""));
  expect(await road.check()).toEqual([]);
  await road.downgrade("base");
  expect(await road.catalog()).toEqual(before);
});

test("what a migration created in somebody else's schema is ours in full", async () => {
  const road = await createRoad();
  await road.connection.batch(platform);
  const models = (own: string): string => `${header} export const auth = pgSchema("auth"); ${own}`;
  road.models(
    models(`export const mood = auth.enum("it's \\"m\\"", ["a"]);
      export const own = auth.table("own 'q' \\"w\\"", { id: integer().primaryKey(), a: text().notNull(), m: mood() });`),
  );
  expect(operations(await road.revision())).toEqual(["createEnum", "createTable"]);
  await road.upgrade();
  road.models(
    models(
      `export const own = auth.table("own 'q' \\"w\\"", { id: integer().primaryKey(), a: text() });`,
    ),
  );
  expect(operations(await road.revision())).toEqual(["alterColumn", "dropColumn", "dropEnum"]);
  await road.upgrade();
  // Also after the models do not name the schema any more; which itself stays.
  road.models(`${header} export const other = pgTable("other", { a: integer() });`);
  const last = await road.revision();
  expect([...operations(last)].sort()).toEqual(["createTable", "dropTable"]);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
});

test("a schema that a migration created is ours in full", async () => {
  const road = await createRoad();
  const models = (columns: string): string =>
    `${header} export const t = pgSchema("Our s").table("t", { id: integer().primaryKey(), ${columns} });`;
  road.models(models("a: text()"));
  expect(operations(await road.revision())).toEqual(["createSchema", "createTable"]);
  await road.upgrade();
  await road.connection.batch(`create table "Our s".by_hand (a integer)`);
  road.models(models(""));
  expect([...operations(await road.revision())].sort()).toEqual(["dropColumn", "dropTable"]);
});

test("models outside of the limit that the database does not have are told", async () => {
  const road = await createRoad({ schemas: ["reports"] });
  road.models(`${header}
    export const users = pgTable("users", { id: integer().primaryKey() });
    export const report = pgSchema("reports").table("report", { id: integer().primaryKey() });`);
  const { text = "", notes } = (await road.propose()) ?? {};
  expect(operations(text)).toEqual(["createSchema", "createTable"]);
  expect(notes).toEqual([expect.stringMatching(/^The models have public\.users, .*`schemas`/)]);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
});

test("what a limit, a pattern or existing() leaves out takes no part in checks of names", async () => {
  const long = "x".repeat(70);
  const twins = `
    export const a = auth.table("twin", { a: integer().unique("u"), b: integer().unique("u") });
    export const b = auth.table("twin", { b: integer("${long}") });
    export const c = auth.enum("twin", ["a"]);
    export const d = auth.table("${long}", { b: integer() });
    export const own = pgTable("own", { id: integer() });`;
  const plain = `${header} const auth = pgSchema("auth"); ${twins}`;
  const marked = `${existing}${header} const auth = existing(pgSchema("auth")); ${twins}`;
  for (const [settings, models] of [
    [{ schemas: ["public"] }, plain],
    [{ tables: ["*", "!auth.*"] }, plain],
    [{}, marked],
  ] as const) {
    const road = await createRoad(settings);
    road.models(models);
    expect(operations(await road.revision())).toEqual(["createTable"]);
  }
});

test("a reference to what is left out and not there is an error that says why", async () => {
  const road = await createRoad({ schemas: ["public"] });
  road.models(stub);
  await expect(road.revision()).rejects.toMatchObject({
    code: "unknown_reference",
    message: expect.stringMatching(
      /table "public\.posts", column "author" uses the table auth\.users, which the configuration excludes and the database does not have/,
    ),
  });
});

test("existing() knows single tables, enums, views and sequences, also in public", async () => {
  const road = await createRoad();
  await road.connection.batch(`
    create type mood as enum ('a', 'b'); create sequence numbers;
    create table theirs (id integer primary key, extra text); create view seen as select 1 as one;
    create materialized view stored as select 1 as one`);
  road.models(`${existing}${header}
    export const mood = existing(pgEnum("mood", ["a"]));
    export const numbers = existing(pgSequence("numbers", { startWith: 7 }));
    export const theirs = existing(pgTable("theirs", { id: integer().primaryKey() }));
    export const seen = existing(pgView("seen", { two: integer() }).as(sql\`select 2\`));
    export const stored = existing(pgMaterializedView("stored").as((qb) => qb.select({ id: theirs.id }).from(theirs)));
    export const own = pgTable("own", { id: integer().references(() => theirs.id), mood: mood() });
    export const p = pgPolicy("ours", { using: sql\`true\` }).link(theirs);`);
  expect([...operations(await road.revision())].sort()).toEqual([
    "createForeignKey",
    "createPolicy",
    "createTable",
  ]);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
});

test("patterns leave out enums, sequences, views and policies of a schema", async () => {
  const road = await createRoad({ tables: ["*", "!auth.*", "!legacy_*"] });
  await road.connection.batch(`${platform} create type legacy_kind as enum ('a');
    create sequence legacy_numbers; create table legacy_t (k legacy_kind);
    create materialized view legacy_m as select 1 as one`);
  road.models(`${header}
    const auth = pgSchema("auth");
    export const own = pgTable("own", { id: integer() });
    export const gone = auth.view("gone", { id: integer() }).as(sql\`select 1 as id\`);
    export const stored = auth.materializedView("stored", { id: integer() }).as(sql\`select 1 as id\`);
    export const kind = auth.enum("kind", ["a"]);
    export const numbers = auth.sequence("numbers");
    export const users = auth.table("users", { id: uuid().primaryKey() });
    export const p = pgPolicy("ours", { using: sql\`true\` }).link(users);`);
  expect(operations(await road.revision())).toEqual(["createTable"]);
});

test("a model with the name of one of gen's own tables is refused, and no other", async () => {
  const road = await createRoad({ versionSchema: "ops" });
  await road.connection.batch("create schema ops");
  const refused = async (model: string, message: RegExp, hint: RegExp): Promise<void> => {
    road.models(`${header} const ops = pgSchema("ops"); ${model}`);
    await expect(road.revision()).rejects.toMatchObject({
      code: "model_invalid",
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  };
  await refused(
    `export const v = ops.table("gen_version", { a: text() });`,
    /models\.ts: `v` is the table ops\.gen_version, in which drizzle-gen keeps the applied revisions/,
    /versionTable/,
  );
  await refused(
    `export const e = ops.enum("gen_step", ["a"]);`,
    /enum ops\.gen_step/,
    /versionSchema/,
  );
  await refused(`export const s = ops.sequence("gen_run");`, /sequence ops\.gen_run/, /existing/);
  await refused(
    `export const w = ops.view("gen_batch", { a: text() }).as(sql\`select 1\`);`,
    /view ops\.gen_batch/,
    /Rename the view/,
  );
  road.models(`${existing}${header}
    export const images = pgTable("gen_images", { id: integer() });
    export const version = pgTable("gen_version", { id: integer() });
    export const v = existing(pgSchema("ops").table("gen_version", { version: text("version_num") }));`);
  expect(operations(await road.revision())).toEqual(["createTable", "createTable"]);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
});
