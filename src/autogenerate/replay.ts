/** What the migrations themselves make, without anybody's database. */
import type { ResolvedConfig } from "../config/types.js";
import type { Connection } from "../database/connection.js";
import { DatabaseError } from "../database/errors.js";
import { quoteIdentifier } from "../schema/identifiers.js";
import type { Operation } from "../operations/types.js";
import type { RevisionGraph } from "../revisions/index.js";
import { downgrade, MigrationError, upgrade } from "../runtime/index.js";
import type { RunOptions } from "../runtime/run.js";
import { Environment } from "./scratch/environment.js";
import { prepareScratch } from "./scratch/prepare.js";
import { SharedRoles } from "./scratch/shared-roles.js";
import { type ScratchDatabase, withScratchDatabase } from "./scratch/with-scratch-database.js";

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
  /** Told each operation before it is run. */
  readonly onOperation?: (operation: Operation) => void;
}

/** A scratch database in which the migrations have run. */
export interface Replayed {
  readonly connection: Connection;
  readonly where: ScratchDatabase["where"];
  /** Runs more of them. */
  readonly upgrade: (target: string | readonly string[]) => Promise<void>;
  /** Takes some of them back. */
  readonly downgrade: (target: string) => Promise<void>;
  /** The project's, without what no migration has created so far. */
  readonly config: ResolvedConfig;
}

/**
 * Runs the migrations in a scratch database, and `body` on what they have made. What they refer to,
 * no migration creates and the database beside it has (an extension, a platform's table) is copied
 * from there.
 *
 * @throws MigrationError for a migration that does not run on an empty database; what planning,
 *   the scratch database and `body` throw
 */
export async function withReplayed<T>(
  input: ReplayInput,
  body: (replayed: Replayed) => Promise<T>,
): Promise<T> {
  const { config, graph, target, signal, onNote } = input;
  const { directory, versionTable } = config;
  const url = input.url ?? config.database;
  const options = { url, directory, ...(signal && { signal }), ...(onNote && { onNote }) };
  return withScratchDatabase(options, async ({ connection, source, where }) => {
    const strangers = await prepareScratch(connection, config);
    const schema = quoteIdentifier(versionTable.schema);
    await connection.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    const files = graph.revisions.map(({ path }) => path);
    const environment = source && new Environment(source, connection, files);
    const roles = new SharedRoles(connection);
    const instead = (operation: Operation): Promise<readonly Operation[]> => {
      input.onOperation?.(operation);
      return roles.instead(operation);
    };
    const run = (to: string | readonly string[]): Promise<void> =>
      upgradeWithin(environment, { ...input, connection, target: to, instead });
    const takeBack = async (to: string): Promise<void> => {
      await downgrade({ ...runOptions(input), connection, target: to, instead });
    };
    try {
      if (target.length > 0 && graph.revisions.length > 0) await run(target);
      return await body({
        connection,
        where,
        upgrade: run,
        downgrade: takeBack,
        get config() {
          strangers.add(environment?.supplied ?? []);
          return strangers.without(config);
        },
      });
    } finally {
      await roles.drop();
    }
  });
}

type Replay = ReplayInput & Pick<RunOptions, "connection" | "instead">;

function runOptions({ config, graph, args, signal, onNote }: ReplayInput) {
  return {
    config,
    graph,
    isScratch: true,
    ...(args && { args }),
    ...(signal && { signal }),
    ...(onNote && { onNotice: onNote }),
  };
}

/** Goes on from the migration that failed, as often as something can be supplied. */
async function upgradeWithin(environment: Environment | undefined, replay: Replay): Promise<void> {
  const { onNote } = replay;
  let first: unknown;
  for (;;) {
    try {
      await upgrade({ ...replay, ...runOptions(replay) });
      return;
    } catch (error) {
      const refusal = databaseErrorOf(error);
      const supplied = refusal === undefined ? [] : ((await environment?.supply(refusal)) ?? []);
      // What was supplied may be what a later migration creates: then the first failure was right.
      const isTwice = refusal !== undefined && alreadyThere.test(refusal.sqlState);
      if (supplied.length === 0) throw isTwice ? (first ?? error) : error;
      first ??= error;
      onNote?.(
        `No migration creates ${supplied.join(", ")}: copied into the scratch database from the database.`,
      );
    }
  }
}

/** Duplicate tables, objects, functions, schemas. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const alreadyThere = /^(42P07|42710|42723|42P06)$/;

function databaseErrorOf(error: unknown): DatabaseError | undefined {
  if (!(error instanceof MigrationError)) return undefined;
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause)
    if (cause instanceof DatabaseError) return cause;
  return undefined;
}
