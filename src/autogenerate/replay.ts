/** What the migrations themselves make, without anybody's database. */
import type { ResolvedConfig } from "../config/types.js";
import type { Connection } from "../database/connection.js";
import { quoteIdentifier } from "../schema/identifiers.js";
import type { RevisionGraph } from "../revisions/index.js";
import { upgrade } from "../runtime/index.js";
import { prepareScratch } from "./scratch/prepare.js";
import { SharedRoles } from "./scratch/shared-roles.js";
import { withScratchDatabase } from "./scratch/with-scratch-database.js";

export interface ReplayInput {
  readonly config: ResolvedConfig;
  readonly graph: RevisionGraph;
  /** Beside which database the scratch database is made; by default the configured one. */
  readonly url?: string;
  /** How far the chain is run; nowhere with an empty list. */
  readonly target: string | readonly string[];
  /** What migrations see as `op.args`. */
  readonly args?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly onNote?: (message: string) => void;
}

/** A scratch database in which the migrations have run. */
export interface Replayed {
  readonly connection: Connection;
  /** What stands in for operations on roles, which are the whole server's. */
  readonly instead: SharedRoles["instead"];
  /** The project's, without what was there before the first migration. */
  readonly config: ResolvedConfig;
}

/**
 * Runs the migrations in a scratch database, and `body` on what they have made.
 *
 * @throws MigrationError for a migration that does not run on an empty database; what planning,
 *   the scratch database and `body` throw
 */
export async function withReplayed<T>(
  input: ReplayInput,
  body: (replayed: Replayed) => Promise<T>,
): Promise<T> {
  const { config, graph, target, args, signal, onNote } = input;
  const { directory, versionTable } = config;
  const url = input.url ?? config.database;
  const options = { url, directory, ...(signal && { signal }), ...(onNote && { onNote }) };
  return withScratchDatabase(options, async ({ connection }) => {
    const strangers = await prepareScratch(connection, config);
    const schema = quoteIdentifier(versionTable.schema);
    await connection.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    const roles = new SharedRoles(connection);
    const { instead } = roles;
    try {
      if (target.length > 0 && graph.revisions.length > 0)
        await upgrade({
          connection,
          config,
          graph,
          target,
          instead,
          isScratch: true,
          ...(args && { args }),
          ...(signal && { signal }),
          ...(onNote && { onNotice: onNote }),
        });
      return await body({ connection, instead, config: strangers.without(config) });
    } finally {
      await roles.drop();
    }
  });
}
