/** Plans between described schemas, as the models' side would make them. */
import { join } from "node:path";
import { prove } from "../../src/autogenerate/proof/prove.js";
import type { MigrationFile, Proof, ProofInput } from "../../src/autogenerate/proof/types.js";
import { renderMigration } from "../../src/render/migration.js";
import { functionOf, migrationLoader } from "../../src/runtime/load-migrations.js";
import type { Connection } from "../../src/database/connection.js";
import { plan } from "../../src/autogenerate/plan/plan.js";
import type { Plan, PlanInput } from "../../src/autogenerate/plan/planning.js";
import { runOperations } from "../../src/autogenerate/run-operations.js";
import { introspect } from "../../src/introspect/introspect.js";
import type { Schema } from "../../src/schema/types.js";
import { createDatabase, type TestDatabase } from "../support/database.js";

export const config = {
  schemas: ["public", "fleet", "Other Schema", "new fleet", "new Other Schema"],
  tables: [],
  versionTable: { schema: "public", name: "gen_version" },
} satisfies PlanInput["config"];

/** The proof of the file that would be written for these operations. */
export async function proveFile(input: PlannedProof): Promise<Proof> {
  return prove(await withFile(input));
}

/** What is to be proven, without its file. */
export type PlannedProof = Omit<ProofInput, "files">;

export async function withFile(input: PlannedProof): Promise<ProofInput> {
  return { ...input, files: [await fileOf(input)] };
}

let files = 0;

async function fileOf({
  upgrade,
  downgrade,
}: Pick<ProofInput, "upgrade" | "downgrade">): Promise<MigrationFile> {
  files += 1;
  const revision = `f${files}`;
  const path = join(import.meta.dirname, "..", "..", "migrations", `${revision}.ts`);
  const header = { revision, downRevision: [], branchLabels: [], dependsOn: [], message: "" };
  const text = await renderMigration({
    header: { ...header, createDate: "2026-11-22T15:43:00.000Z" },
    upgrade,
    downgrade,
    filePath: path,
  });
  const step = {
    direction: "upgrade" as const,
    revision: { revision, path },
    headsBefore: [],
    headsAfter: [],
  };
  const load = migrationLoader(join(path, "..", ".."), new Map([[path, text]]));
  const migrations = await load([step]);
  return {
    ...step.revision,
    upgrade: functionOf(migrations, step),
    downgrade: functionOf(migrations, { ...step, direction: "downgrade" }),
  };
}

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
): Promise<PlannedProof & { readonly database: TestDatabase }> {
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
