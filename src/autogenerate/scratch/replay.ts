/** Runs the migrations in an empty database. */
import type { ResolvedConfig } from "../../config/types.js";
import type { Connection } from "../../database/connection.js";
import { type DatabaseError, databaseErrorIn } from "../../database/errors.js";
import { defined } from "../../defined.js";
import type { Operation } from "../../operations/types.js";
import { MigrationError } from "../../runtime/migration-error.js";
import { run, type RunOptions } from "../../runtime/run.js";
import { quoteIdentifier } from "../../schema/identifiers.js";
import type { ProjectInput } from "../both-sides.js";
import { prepareScratch } from "./prerequisites.js";
import { type ScratchDatabase, withScratchDatabase } from "./scratch-database.js";

interface ReplayInput extends ProjectInput {
  /** The database next to which the scratch database is created. Default: the configured one. */
  readonly url?: string;
  /** How far the migrations are run. An empty list runs none. */
  readonly target: string | readonly string[];
  readonly onOperation?: (operation: Operation) => void;
}

export interface Replayed {
  readonly connection: Connection;
  readonly where: ScratchDatabase["where"];
  readonly upgrade: (target: string | readonly string[]) => Promise<void>;
  readonly downgrade: (target: string) => Promise<void>;
  /** The project's configuration, without objects that no migration has created so far. */
  readonly config: ResolvedConfig;
}

/** Copies what no migration creates (extensions, a platform's tables) from the database. */
export async function withReplayed<T>(
  input: ReplayInput,
  body: (replayed: Replayed) => Promise<T>,
): Promise<T> {
  const { config, graph, args, target, signal, onNote, onOperation } = input;
  const { directory, versionTable } = config;
  const options = defined({ url: input.url ?? config.database, directory, signal, onNote });
  return withScratchDatabase(options, async ({ connection, source, where }) => {
    const prerequisites = await prepareScratch(connection, config);
    const schema = quoteIdentifier(versionTable.schema);
    await connection.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    const files = graph.revisions.map(({ path }) => path);
    const roles = new ServerRoles(connection);
    const runOptions = {
      ...defined({ args, signal, onNotice: onNote }),
      config,
      graph,
      connection,
      isScratch: true,
      instead: (operation: Operation): Promise<readonly Operation[]> => {
        onOperation?.(operation);
        return roles.instead(operation);
      },
    };
    const upgradeTo = (to: string | readonly string[]): Promise<void> =>
      upgradeSupplied({ ...runOptions, target: to }, async (refusal) => {
        const supplied = source ? await prerequisites.supply(refusal, source, files) : [];
        const names = supplied.join(", ");
        const note = `No migration creates ${names}: copied into the scratch database from the database.`;
        if (supplied.length > 0) onNote?.(note);
        return supplied.length > 0;
      });
    try {
      if (target.length > 0 && graph.revisions.length > 0) await upgradeTo(target);
      return await body({
        connection,
        where,
        upgrade: upgradeTo,
        downgrade: async (to) =>
          void (await run({ ...runOptions, direction: "downgrade", target: to })),
        get config() {
          return prerequisites.leftOutOf(config);
        },
      });
    } finally {
      await roles.drop();
    }
  });
}

/** Continues at the migration that failed, as long as something missing can be copied. */
async function upgradeSupplied(
  options: RunOptions & { readonly target: string | readonly string[] },
  supply: (refusal: DatabaseError) => Promise<boolean>,
): Promise<void> {
  let first: unknown;
  for (;;) {
    try {
      await run({ ...options, direction: "upgrade" });
      return;
    } catch (error) {
      const refusal = error instanceof MigrationError ? databaseErrorIn(error) : undefined;
      if (refusal === undefined) throw error;
      // A later migration may create what was copied: then the first failure was right.
      const isTwice = alreadyThere.test(refusal.sqlState);
      if (!(await supply(refusal))) throw isTwice ? (first ?? error) : error;
      first ??= error;
    }
  }
}

/** Duplicate tables, objects, functions, schemas. */
const alreadyThere = /^(42P07|42710|42723|42P06)$/;

/** Roles belong to the server: existing ones stay, and created ones are dropped. */
class ServerRoles {
  readonly #made = new Set<string>();

  constructor(private readonly connection: Connection) {}

  async instead(operation: Operation): Promise<readonly Operation[]> {
    switch (operation.kind) {
      case "createRole": {
        const { name } = operation.role;
        const query = "SELECT FROM pg_catalog.pg_roles WHERE rolname = $1";
        if ((await this.connection.query(query, [name])).length > 0) return [];
        this.#made.add(name);
        return [operation];
      }
      case "dropRole":
        return this.#made.delete(operation.name) ? [operation] : [];
      case "alterRole":
        return this.#made.has(operation.name) ? [operation] : [];
      case "rename": {
        const { object, to } = operation;
        if (object.kind === "role" && this.#made.delete(object.name)) this.#made.add(to);
        return [operation];
      }
      default:
        return [operation];
    }
  }

  async drop(): Promise<void> {
    for (const role of Array.from(this.#made, quoteIdentifier)) {
      const statements = `DROP OWNED BY ${role}; DROP ROLE ${role}`;
      await this.connection.batch(statements).catch(() => undefined);
    }
  }
}
