/** Plans between described schemas, as the models' side would make them. */
import type { Connection } from "../../src/database/connection.js";
import { plan, type Plan, type PlanInput } from "../../src/autogenerate/plan.js";
import { runOperations } from "../../src/autogenerate/run-operations.js";
import type { Schema } from "../../src/schema/types.js";

export const config = {
  schemas: ["public", "fleet", "Other Schema"],
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

/** Makes the database what `desired` says. */
export async function bring(connection: Connection, desired: Schema): Promise<void> {
  await runOperations(connection, (await planFor(connection, desired)).upgrade);
}

/** Empties the schemas that random schemas use. */
export const reset = `drop schema if exists public cascade; drop schema if exists fleet cascade;
  drop schema if exists "Other Schema" cascade; create schema public`;
