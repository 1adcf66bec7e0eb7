import { join } from "node:path";
import type { Operation } from "../../../src/operations/types.js";
import { type MigrationInput, renderMigration } from "../../../src/render/migration.js";

export const root = join(import.meta.dirname, "../../..");

export const header: MigrationInput["header"] = {
  revision: "3f2a9c81b0de",
  downRevision: ["9b1c7d20aa41"],
  branchLabels: [],
  dependsOn: [],
  message: "Add manufacturer column to vehicles table",
  createDate: "2026-11-22T15:43:00.000Z",
};

/** A migration as it would be written into this repository. */
export async function render(
  upgrade: readonly Operation[],
  input: Partial<MigrationInput> = {},
): Promise<string> {
  const filePath = join(root, "migrations/3f2a9c81b0de_test.ts");
  return renderMigration({ header, upgrade, downgrade: [], filePath, ...input });
}
