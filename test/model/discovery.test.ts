/** Which of the objects in model files are models, and which tables are built and not exported. */
import { alias, integer, pgTable, type PgTable, pgView, withReplicas } from "drizzle-orm/pg-core";
import { drizzle } from "drizzle-orm/pg-proxy";
import { expect, test } from "vitest";
import { unexportedTables } from "../../src/model/built-tables.js";
import { collectModels } from "../../src/model/collect.js";
import { loadModels } from "../../src/model/load.js";
import { project, withoutFolder } from "../loader/project.js";

const table = (name: string): PgTable => pgTable(name, { id: integer() });

function found(exports: Readonly<Record<string, unknown>>): readonly string[] {
  return collectModels([{ file: "schema.ts", exports }]).tables.map((model) => model.exportName);
}

test("tables in exported objects, arrays and namespaces, at any depth", () => {
  const [users, posts, likes, tags] = ["users", "posts", "likes", "tags"].map(table);
  const namespace: unknown = Object.assign(Object.create(null), { posts });
  const cyclic: Record<string, unknown> = { inner: { likes } };
  cyclic["self"] = cyclic;
  expect(found({ schema: { users }, blog: namespace, cyclic, list: [[tags]] })).toEqual([
    "schema.users",
    "blog.posts",
    "cyclic.inner.likes",
    "list.0.0",
  ]);
  // The place that names it shortest, wherever it stands.
  expect(found({ all: { users }, users })).toEqual(["users"]);
});

test("nothing that only looks like a container is walked into", () => {
  const users = table("users");
  const schema = { users };
  const db = drizzle(async () => ({ rows: [] }), { schema });
  class Registry {
    users = users;
  }
  const bottomless = (): object => ({
    get next() {
      return bottomless();
    },
  });
  const exports = {
    db,
    replicas: withReplicas(db, [db]),
    registry: new Registry(),
    make: () => users,
    bottomless: bottomless(),
    hostile: new Proxy(
      {},
      {
        getPrototypeOf: () => {
          throw new Error("no");
        },
      },
    ),
    refusing: new Proxy(
      {},
      {
        get: () => {
          throw new Error("only on the server");
        },
      },
    ),
    env: {
      get SECRET(): string {
        throw new Error("only on the server");
      },
    },
    huge: Array.from({ length: 200_000 }, (_, n) => n),
    many: Array.from({ length: 200_000 }, () => ({})),
  };
  expect(found(exports)).toEqual([]);
  const broken = {
    get first(): unknown {
      throw new Error("no");
    },
    users,
  };
  expect(found({ ...exports, broken })).toEqual(["broken.users"]);
});

test("an alias is no second table, and no second view", () => {
  const users = table("users");
  const active = pgView("active").as((query) => query.select().from(users));
  const { tables, views } = collectModels([
    {
      file: "a.ts",
      exports: { boss: alias(users, "boss"), users, active, other: alias(active, "o") },
    },
  ]);
  expect(tables.map(({ exportName }) => exportName)).toEqual(["users"]);
  expect(views.map(({ exportName }) => exportName)).toEqual(["active"]);
});

test("tables that are built and not exported are known by name, file and line", async () => {
  const directory = project({
    "schema.ts": `import { alias, integer, pgMaterializedView, pgSchema, pgTable, pgTableCreator, pgView } from "drizzle-orm/pg-core";
      import { sql } from "drizzle-orm"; export const view = pgView("view", { id: integer() }).as(sql\`select 1 as id\`); const theirs = pgMaterializedView("stored", { id: integer() }).existing();
      import * as hidden from "./hidden";
      import { packageTables } from "tables";
      const app = pgSchema("app");
      const prefixed = pgTableCreator((name) => "p_" + name);
      export const users = pgTable("users", { id: integer().primaryKey(), n: integer() });
      const audit = pgTable("audit", { id: integer() });
      const log = app.table("log", { id: integer() });
      const tags = prefixed("tags", { id: integer() });
      const stub = pgTable("users", { id: integer() });
      const boss = alias(users, "boss");
      function never() { return pgTable("never", { id: integer() }); }
      export const registry = new Map([["audit", audit], [hidden.secret, log], [packageTables(pgTable, integer), tags]]);`,
    "hidden.ts": `import { integer, pgTable } from "drizzle-orm/pg-core";

      export const secret = pgTable("secret", { id: integer() });`,
    "node_modules/tables/package.json": `{ "name": "tables", "type": "module", "main": "index.js" }`,
    "node_modules/tables/index.js": `export const packageTables = (pgTable, integer) => pgTable("theirs", { id: integer() });`,
  });
  const models = await loadModels({ directory, schema: ["schema.ts"] });
  const tables = unexportedTables(models).map(({ name, place }) => [
    `${name.schema}.${name.name}`,
    withoutFolder(place, directory),
  ]);
  expect(Object.fromEntries(tables)).toEqual({
    "public.secret": "hidden.ts:3",
    "public.audit": "schema.ts:8",
    "app.log": "schema.ts:9",
    "public.p_tags": "schema.ts:10",
  });
});

test("the namespaces of modules, by import and by export, and what TypeScript calls a namespace", async () => {
  const directory = project({
    "index.ts": `export * as blog from "./blog"; import * as shop from "./shop"; export { shop };
      import { integer, pgTable } from "drizzle-orm/pg-core";
      export namespace ops { export const jobs = pgTable("jobs", { id: integer() }); }`,
    "blog.ts": `import { integer, pgTable } from "drizzle-orm/pg-core";
      export const posts = pgTable("posts", { id: integer() }); export * as inner from "./inner";`,
    "inner.ts": `import { integer, pgTable } from "drizzle-orm/pg-core";
      export const tags = pgTable("tags", { id: integer() });`,
    "shop.cjs": `const { integer, pgTable } = require("drizzle-orm/pg-core");
      exports.orders = pgTable("orders", { id: integer() });`,
    "shop.ts": `export { orders } from "./shop.cjs";`,
  });
  const models = await loadModels({ directory, schema: ["index.ts"] });
  expect(models.tables.map(({ exportName }) => exportName).sort()).toEqual([
    "blog.inner.tags",
    "blog.posts",
    "ops.jobs",
    "shop.orders",
  ]);
  expect(unexportedTables(models)).toEqual([]);
});
