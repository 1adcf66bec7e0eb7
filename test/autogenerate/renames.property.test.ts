/** Whatever is renamed in whatever schema: only names change, rows stay, and all comes back. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { plan } from "../../src/autogenerate/plan.js";
import { runOperations } from "../../src/autogenerate/run-operations.js";
import type { Connection } from "../../src/database/connection.js";
import { introspect } from "../../src/introspect/introspect.js";
import { quoteName } from "../../src/schema/identifiers.js";
import type { QualifiedName, Schema } from "../../src/schema/types.js";
import { createDatabase } from "../support/database.js";
import { randomRenames, renamed, renamesOf } from "../support/random-renames.js";
import { randomSchema } from "../support/random-schema.js";
import { bring, config, planFor, reset } from "./support.js";

const runs = Number(process.env["GEN_TEST_RUNS"] ?? 30);

test("random renames of random schemas", async () => {
  const { connection } = await createDatabase();
  await fc.assert(
    fc.asyncProperty(randomSchema(), randomRenames(), async (from, changes) => {
      await connection.batch(`${reset}; drop schema if exists "new fleet" cascade;
        drop schema if exists "new Other Schema" cascade`);
      await bring(connection, from);
      await fill(connection, from.tables);
      const rows = await rowsOf(connection, from.tables);
      const to = renamed(from, changes);
      const scope = { ...config, schemas: to.namespaces.map(({ name }) => name) };
      const before = await introspect(connection, config);

      const { upgrade, downgrade } = await plan({
        connection,
        config,
        models: { schema: to, references: [], existing: [], linkedPolicies: [] },
        renames: renamesOf(from, changes),
      });
      const kinds = new Set(upgrade.map((one) => one.kind));
      for (const kind of kinds) expect(kind).toMatch(/^(rename|(drop|create)View$|setS)/);
      await runOperations(connection, upgrade);
      expect((await planFor(connection, to)).upgrade).toEqual([]);
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
