/** Whether a database is still what the migrations have made of it. */
import type { ResolvedConfig } from "../config/types.js";
import type { Connection } from "../database/connection.js";
import type { RevisionGraph } from "../revisions/index.js";
import { currentRows } from "../runtime/version-table.js";
import { diff } from "./diff/diff.js";
import type { Difference } from "./diff/databases.js";

export interface DriftInput {
  readonly config: ResolvedConfig;
  readonly graph: RevisionGraph;
  /** Opens the database, which is closed here. */
  readonly open: (url: string) => Promise<Connection>;
  readonly signal?: AbortSignal;
  readonly onNote?: (message: string) => void;
}

/**
 * Compares the database with what the migrations up to its own revision make of an empty one.
 * Changes nothing.
 *
 * @returns what would take the database back to what its migrations say
 * @throws GenError `unknown_revision` for a revision that no file defines; what replaying and
 *   comparing throw
 */
export async function findDrift(input: DriftInput): Promise<Difference> {
  const { config, graph } = input;
  return diff({
    ...input,
    graph: async () => graph,
    from: { kind: "database", url: config.database },
    to: { kind: "revision", target: await rowsOf(input) },
  });
}

/** Closed again before anything else opens it, because an embedded database allows one session. */
async function rowsOf({ config, open }: DriftInput): Promise<readonly string[]> {
  const connection = await open(config.database);
  try {
    return await currentRows(connection, config.versionTable);
  } finally {
    await connection.close();
  }
}
