/** Plans between described schemas, as the models' side would make them. */
import type { Connection } from "../../src/database/connection.js";
import { plan, type Plan, type PlanInput } from "../../src/autogenerate/plan.js";
import type { ProofInput } from "../../src/autogenerate/proof/types.js";
import { runOperations } from "../../src/autogenerate/run-operations.js";
import { introspect } from "../../src/introspect/introspect.js";
import type { Schema } from "../../src/schema/types.js";
import { createDatabase, type TestDatabase } from "../support/database.js";

export const config = {
  schemas: ["public", "fleet", "Other Schema", "new fleet", "new Other Schema"],
  tables: [],
  versionTable: { schema: "public", name: "gen_version" },
} satisfies PlanInput["config"];

/** What has to be done to the database to make it `desired`. */
export function planFor(connection: Connection, desired: Schema): Promise<Plan> {
  return plan({
    connection,
    config,
    models: { schema: desired, references: [], existing: [], linkedPolicies: [] },
  });
}

/** A plan from what `actual` makes to what `desired` would make. */
export async function planned(
  actual: string,
  desired: string,
): Promise<ProofInput & { readonly database: TestDatabase }> {
  const [database, model] = [await createDatabase(), await createDatabase()];
  await model.connection.batch(desired);
  const { schema }: { schema: Schema } = await introspect(model.connection, config);
  await database.connection.batch(actual);
  const { connection, url } = database;
  const { upgrade, downgrade, seen } = await planFor(connection, schema);
  return { connection, url, upgrade, downgrade, seen, database };
}

/** Makes the database what `desired` says. */
export async function bring(connection: Connection, desired: Schema): Promise<void> {
  await runOperations(connection, (await planFor(connection, desired)).upgrade);
}

/** Empties the schemas that random schemas use. */
export const reset = `drop schema if exists public cascade; drop schema if exists fleet cascade;
  drop schema if exists "Other Schema" cascade; create schema public`;
