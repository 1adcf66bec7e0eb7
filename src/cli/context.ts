import { existsSync } from "node:fs";
import type { ResolvedConfig } from "../config/types.js";
import type { Connection } from "../database/connection.js";
import { ExitStatus, GenError } from "../errors.js";
import type { RevisionGraph } from "../revisions/graph.js";
import type { GlobalOptions } from "./options.js";
import type { Output } from "./output.js";
import { displayPath } from "./paths.js";
import type { Terminal } from "./terminal.js";

/**
 * What a command works with. Everything that costs time is made when it is first asked for and
 * kept, so that `gen heads` opens no database and `gen init` reads no configuration.
 */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly options: GlobalOptions;
  readonly output: Output;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  readonly config: () => Promise<ResolvedConfig>;
  readonly graph: () => Promise<RevisionGraph>;
  readonly connection: () => Promise<Connection>;
  /** A path as messages show it: relative when it is inside the working directory. */
  readonly path: (path: string) => string;
}

type Given = Pick<CommandContext, "terminal" | "options" | "output" | "signal">;

/** Runs the body of a command, and closes whatever it opened, also when it fails. */
export async function withContext(
  given: Given,
  body: (context: CommandContext) => Promise<ExitStatus | void>,
): Promise<ExitStatus | void> {
  const config = once(() => readConfig(given));
  const graph = once(async () => readGraph(await config()));
  const connection = once(async () => connect(given, await config()));
  const path = (absolute: string) => displayPath(absolute, given.terminal.cwd);
  try {
    return await body({ ...given, config, graph, connection, path });
  } finally {
    given.output.endProgress();
    await connection.made()?.then(
      (opened) => opened.close().catch(() => undefined),
      () => undefined,
    );
  }
}

/** Whether a person is there to read what a command says on the way. */
export function isOnTerminal({ stdin, stdout, stderr }: Terminal): boolean {
  return stdin.isTTY === true && (stdout.isTTY === true || stderr.isTTY === true);
}

/**
 * The connection of a command that changes the database.
 *
 * @throws GenError `database_unset` where nobody has named one and nobody looks on
 */
export async function changingConnection(context: CommandContext): Promise<Connection> {
  const { terminal } = context;
  const { refuseUnnamedDatabase } = await import("../config/embedded-database.js");
  refuseUnnamedDatabase(await context.config(), {
    env: terminal.env,
    isOnTerminal: isOnTerminal(terminal),
  });
  return context.connection();
}

/** The rows of the version table, `[]` when there is none: reading never makes it. */
export async function currentRows(context: CommandContext): Promise<readonly string[]> {
  const { currentRows: readRows } = await import("../runtime/version-table.js");
  const { versionTable } = await context.config();
  return readRows(await context.connection(), versionTable);
}

async function readConfig({ terminal, options }: Given): Promise<ResolvedConfig> {
  const { loadConfig } = await import("../config/load-config.js");
  return loadConfig({
    cwd: terminal.cwd,
    env: terminal.env,
    ...(options.config === undefined ? {} : { configFile: options.config }),
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
  });
}

async function readGraph(config: ResolvedConfig): Promise<RevisionGraph> {
  if (config.file === undefined && !config.migrations.some((folder) => existsSync(folder))) {
    throw noProject(config.directory);
  }
  const [{ readRevisionFiles }, { RevisionGraph }] = await Promise.all([
    import("../revisions/files.js"),
    import("../revisions/graph.js"),
  ]);
  const recursive = config.recursiveVersionLocations;
  return RevisionGraph.from(readRevisionFiles(config.migrations, { recursive }));
}

/** Without this a command in the wrong directory would find nothing to do, and say so. */
function noProject(directory: string): GenError {
  const message = `There is no project here: no gen.config.* and no drizzle.config.* in ${directory} or above it, and no migrations folder.`;
  return new GenError("config_missing", message, {
    hint: "Go to the project's directory, name its configuration with --config, or run `gen init`.",
    status: ExitStatus.usage,
  });
}

async function connect(given: Given, config: ResolvedConfig): Promise<Connection> {
  const { embeddedNotice } = await import("../config/embedded-database.js");
  const notice = embeddedNotice(config, given.terminal.env);
  if (notice?.severity === "warning") given.output.warn(notice.text);
  else if (notice !== undefined) given.output.note(notice.text);
  return open(given, config);
}

/** Opens a database that the command line names, which the caller closes. */
export async function openUrl(context: CommandContext, url: string): Promise<Connection> {
  return open(context, { database: url, directory: context.terminal.cwd });
}

/** Opens one more connection, which the caller closes. */
export async function openDatabase(context: CommandContext): Promise<Connection> {
  return open(context, await context.config());
}

async function open(
  { output, signal }: Given,
  config: Pick<ResolvedConfig, "database" | "directory">,
): Promise<Connection> {
  const { openConnection } = await import("../database/open.js");
  return openConnection(config.database, {
    applicationName: "gen",
    directory: config.directory,
    signal,
    onNotice: ({ severity, message }) =>
      severity === "WARNING" ? output.warn(message) : output.note(`${severity}: ${message}`),
  });
}

/** A value that is made at the first call; `made` tells whether that was. */
function once<T>(make: () => Promise<T>): (() => Promise<T>) & { made(): Promise<T> | undefined } {
  let promise: Promise<T> | undefined;
  return Object.assign(() => (promise ??= make()), { made: () => promise });
}
