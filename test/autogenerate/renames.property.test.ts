/** Whatever is renamed in whatever schema: only names change, rows stay, and all comes back. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { plan } from "../../src/autogenerate/plan/plan.js";
import { formatRename } from "../../src/compare/renames/rename.js";
import { runOperations } from "../../src/autogenerate/run-operations.js";
import type { Connection } from "../../src/database/connection.js";
import { introspect } from "../../src/introspect/introspect.js";
import { quoteName } from "../../src/schema/identifiers.js";
import type { QualifiedName, Schema } from "../../src/schema/types.js";
import { createDatabase } from "../support/database.js";
import { randomNewNames, randomRenames, renamed, renamesOf } from "../support/random-renames.js";
import { randomSchema } from "../support/random-schema.js";
import { bring, config, reset } from "./support.js";

const runs = Number(process.env["GEN_TEST_RUNS"] ?? 30);

const dropRenamed = `drop schema if exists "new fleet" cascade;
  drop schema if exists "new Other Schema" cascade`;

test("random renames of random schemas", async () => {
  const { connection } = await createDatabase();
  await fc.assert(
    fc.asyncProperty(randomSchema(), randomRenames(), async (from, changes) => {
      await connection.batch(`${reset}; ${dropRenamed}`);
      await bring(connection, from);
      await fill(connection, from.tables);
      const rows = await rowsOf(connection, from.tables);
      const to = renamed(from, changes);
      const scope = { ...config, schemas: to.namespaces.map(({ name }) => name) };
      const both = covering(to);
      const before = await introspect(connection, config);

      const models = { schema: to, references: [], existing: [], linkedPolicies: [] };
      const { upgrade, downgrade } = await plan({
        connection,
        config: both,
        models,
        renames: renamesOf(from, changes),
      });
      const kinds = new Set(upgrade.map((one) => one.kind));
      for (const kind of kinds) expect(kind).toMatch(/^(rename|(drop|create)View$|setS)/);
      await runOperations(connection, upgrade);
      expect((await plan({ connection, config: both, models })).upgrade).toEqual([]);
      expect(await rowsOf(connection, to.tables)).toEqual(rows);

      await runOperations(connection, downgrade);
      expect((await introspect(connection, config)).schema).toEqual(before.schema);
      expect(await rowsOf(connection, from.tables)).toEqual(rows);
      await runOperations(connection, upgrade);
      expect((await introspect(connection, scope)).schema.tables.length).toBe(to.tables.length);
    }),
    { numRuns: runs },
  );
}, 240_000);

test("who answers the questions truly gets the plan of the renames given beforehand", async () => {
  const { connection } = await createDatabase();
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(randomSchema(), randomNewNames(), async (from, changes) => {
      await connection.batch(`${reset}; ${dropRenamed}`);
      await bring(connection, from);
      const schema = renamed(from, changes);
      const both = covering(schema);
      const models = { schema, references: [], existing: [], linkedPolicies: [] };
      const renames = renamesOf(from, changes);
      const truth = new Set(renames.map(formatRename));
      const answered = await plan({
        connection,
        config: both,
        models,
        chooseRename: async ({ candidates }) => {
          asked += 1;
          return candidates.find(({ rename }) => truth.has(formatRename(rename)))?.rename ?? "new";
        },
      });
      const given = await plan({ connection, config: both, models, renames });
      expect(answered.upgrade).toEqual(given.upgrade);
      expect(answered.unconfirmedRenames).toEqual([]);
      const declined = await plan({
        connection,
        config: both,
        models,
        chooseRename: async () => "new",
      });
      const unasked = await plan({ connection, config: both, models, detectRenames: false });
      expect(declined.upgrade).toEqual(unasked.upgrade);
      expect(declined.downgrade).toEqual(unasked.downgrade);
    }),
    { numRuns: Math.ceil(runs / 3) },
  );
  expect(asked).toBeGreaterThan(0);
}, 120_000);

/** With the schemas of before and of afterwards. */
function covering(schema: Schema): typeof config {
  const named = schema.namespaces.map(({ name }) => name);
  return { ...config, schemas: [...new Set([...(config.schemas ?? []), ...named])] };
}

/** A row for each table that takes one of defaults only. */
async function fill(connection: Connection, tables: Schema["tables"]): Promise<void> {
  for (const table of tables)
    await connection.query(`insert into ${quoteName(table)} default values`).catch(() => undefined);
}

/** The rows of each table as text, which names no column. */
async function rowsOf(
  connection: Connection,
  tables: readonly QualifiedName[],
): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for (const table of tables)
    all.push(await connection.query(`select t::text as row from ${quoteName(table)} t order by 1`));
  return all;
}
