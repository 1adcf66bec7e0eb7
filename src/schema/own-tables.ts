/** The tables in which the tool keeps its own records. */
import { sameName } from "./identifiers.js";
import type { QualifiedName } from "./types.js";

const journalTables = ["gen_run", "gen_step", "gen_applied", "gen_batch"];

/** The version table and the tables of the journal, which are in its schema. */
export function ownTables(versionTable: QualifiedName): readonly QualifiedName[] {
  const { schema } = versionTable;
  return [versionTable, ...journalTables.map((name) => ({ schema, name }))];
}

export function isOwnTable(name: QualifiedName, versionTable: QualifiedName): boolean {
  return ownTables(versionTable).some((own) => sameName(own, name));
}
