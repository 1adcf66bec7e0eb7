/** What every function of the library works with: configuration, revisions and a connection. */
import { embeddedNotice, refuseUnnamedDatabase } from "../config/embedded-database.js";
import type { Config, ResolvedConfig } from "../config/types.js";
import type { Connection, GivenConnection } from "../database/connection.js";
import { adoptConnection } from "../database/given.js";
import { openConnection } from "../database/open.js";
import { readRevisionFiles } from "../revisions/files.js";
import { RevisionGraph } from "../revisions/graph.js";

export interface ProjectOptions {
  /**
   * The configuration: an object, or the path of a file. By default the file that the command
   * line would find from `cwd`.
   */
  readonly config?: Config | string;
  /** What relative paths are relative to; by default the working directory of the process. */
  readonly cwd?: string;
  /**
   * The database. By default that of a configuration object, then the environment's
   * `DATABASE_URL`, then that of a configuration file.
   */
  readonly databaseUrl?: string;
  /**
   * A connection of yours, instead of a URL: connected, and not inside a transaction. It stays
   * open, and as it was.
   */
  readonly connection?: GivenConnection;
  /** What a person should know and that is no error: `NOTICE`s of the server among it. */
  readonly onNotice?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** A project while one function works on it. */
export interface Project {
  readonly config: ResolvedConfig;
  readonly graph: () => RevisionGraph;
  readonly connect: () => Promise<Connection>;
  /** A second connection, which the caller closes; none beside a given one. */
  readonly openAnother: (() => Promise<Connection>) | undefined;
}

/** Reads the configuration, and closes what was opened. */
export async function withProject<T>(
  options: ProjectOptions,
  body: (project: Project) => Promise<T>,
): Promise<T> {
  const config = await configOf(options);
  const open = () => openFor(config, options);
  let graph: RevisionGraph | undefined;
  let connection: Promise<Connection> | undefined;
  try {
    return await body({
      config,
      graph: () => (graph ??= readGraph(config)),
      connect: () => (connection ??= open()),
      openAnother: options.connection === undefined ? open : undefined,
    });
  } finally {
    await connection?.then(
      (opened) => opened.close(),
      () => undefined,
    );
  }
}

/** `.env` is read for this call alone: the environment of the process stays as it is. */
async function configOf({ config, cwd, databaseUrl }: ProjectOptions): Promise<ResolvedConfig> {
  const { loadConfig, resolveConfig } = await import("../config/load-config.js");
  const options = { cwd: cwd ?? process.cwd(), env: { ...process.env }, databaseUrl };
  return typeof config === "object"
    ? resolveConfig(config, options)
    : loadConfig({ ...options, configFile: config });
}

function readGraph({ migrations, recursiveVersionLocations }: ResolvedConfig): RevisionGraph {
  return RevisionGraph.from(
    readRevisionFiles(migrations, { recursive: recursiveVersionLocations }),
  );
}

/** @throws GenError `database_unset` where nobody has named a database and nobody looks on */
export function refuseUnnamed(config: ResolvedConfig, { connection }: ProjectOptions): void {
  if (connection !== undefined) return;
  const { env, stdin, stdout, stderr } = process;
  const isOnTerminal = stdin.isTTY && (stdout.isTTY || stderr.isTTY);
  refuseUnnamedDatabase(config, { env, isOnTerminal });
}

/** Opens the database of a configuration, unless a connection was given. */
export async function openFor(
  config: ResolvedConfig,
  options: ProjectOptions,
): Promise<Connection> {
  const { connection, onNotice, signal } = options;
  const tell = ({ severity, message }: { severity: string; message: string }): void =>
    onNotice?.(`${severity}: ${message}`);
  if (connection !== undefined) return adoptConnection(connection, tell);
  const notice = embeddedNotice(config, process.env);
  if (notice !== undefined) onNotice?.(notice.text);
  return openConnection(config.database, {
    applicationName: "gen",
    directory: config.directory,
    onNotice: tell,
    ...(signal === undefined ? {} : { signal }),
  });
}
