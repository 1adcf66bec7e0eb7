import { existsSync } from "node:fs";
import type { ConflictReport } from "../autogenerate/conflicts/find.js";
import type { ResolvedConfig } from "../config/types.js";
import type { Connection, Notice } from "../database/connection.js";
import { defined } from "../defined.js";
import { type GenError, usageError } from "../errors.js";
import type { RevisionGraph } from "../revisions/graph.js";
import type { Step } from "../revisions/version-rows.js";
import type { StepPosition, StepReport } from "../runtime/run.js";
import type { ArgumentOptions } from "./types.js";

export type ProjectEvent =
  | { readonly kind: "note" | "warning" | "progress"; readonly text: string }
  | ({ readonly kind: "serverNotice" } & Pick<Notice, "severity" | "message">)
  | { readonly kind: "conflicts"; readonly report: ConflictReport }
  | ({ readonly kind: "stepStart" } & StartedStep)
  | ({ readonly kind: "step"; readonly report: StepReport } & StartedStep);

interface StartedStep {
  readonly step: Step;
  readonly position: StepPosition;
}

export interface Outcome<T> {
  /** The function of the package returns it, and `--json` prints it. */
  readonly result: T;
  /** Why the command fails although it has a result. The function of the package throws it. */
  readonly failure?: GenError;
}

export interface ProjectSettings extends Omit<ArgumentOptions, "onNotice"> {
  readonly cwd: string;
  /** The variables of `.env` are added to it. */
  readonly env: NodeJS.ProcessEnv;
  /** Whether output goes to a terminal. */
  readonly isOnTerminal: boolean;
  readonly tell: (event: ProjectEvent) => void;
  readonly path: (path: string) => string;
}

/** The project of one command. Loads the configuration, graph and connection on first use. */
export class Project {
  #config: Promise<ResolvedConfig> | undefined;
  #graph: Promise<RevisionGraph> | undefined;
  #connection: Promise<Connection> | undefined;

  constructor(readonly settings: ProjectSettings) {}

  readonly config = (): Promise<ResolvedConfig> => (this.#config ??= readConfig(this.settings));

  readonly graph = (): Promise<RevisionGraph> =>
    (this.#graph ??= this.config().then((config) => readGraph(config, this.settings)));

  readonly connect = (): Promise<Connection> =>
    (this.#connection ??= this.#noteEmbedded().then(() => this.open()));

  /** Opens another connection, by default to the project's database. The caller closes it. */
  readonly open = async (url?: string): Promise<Connection> => {
    const { connection, cwd, signal } = this.settings;
    const onNotice = ({ severity, message }: Notice): void =>
      this.settings.tell({ kind: "serverNotice", severity, message });
    const { adoptConnection, openConnection } = await import("../database/open.js");
    if (connection !== undefined && url === undefined) return adoptConnection(connection, onNotice);
    const { database, directory } =
      url === undefined ? await this.config() : { database: url, directory: cwd };
    const options = { applicationName: "gen", directory, onNotice, ...defined({ signal }) };
    return openConnection(database, options);
  };

  /** @throws GenError `database_unset` if no database is configured and there is no terminal */
  async connectToChange(): Promise<Connection> {
    if (this.settings.connection === undefined) {
      const { refuseUnnamedDatabase } = await import("../config/embedded-database.js");
      refuseUnnamedDatabase(await this.config(), this.settings);
    }
    return this.connect();
  }

  /** The rows of the version table; `[]` if the table does not exist. Never creates it. */
  async rows(): Promise<readonly string[]> {
    const { currentRows } = await import("../runtime/version-table.js");
    const { versionTable } = await this.config();
    return currentRows(await this.connect(), versionTable);
  }

  /** The input of the layers below. */
  async input() {
    const { args, signal } = this.settings;
    return {
      config: await this.config(),
      graph: await this.graph(),
      connect: this.connect,
      ...defined({ args, signal }),
      onNote: this.note,
      onWarning: this.warn,
      onNotice: this.warn,
    };
  }

  readonly note = (text: string): void => this.settings.tell({ kind: "note", text });
  readonly warn = (text: string): void => this.settings.tell({ kind: "warning", text });
  readonly progress = (text: string): void => this.settings.tell({ kind: "progress", text });

  async close(): Promise<void> {
    // A lost connection must not hide the result of the command or why it failed.
    await this.#connection?.then((connection) => connection.close()).catch(() => undefined);
  }

  async #noteEmbedded(): Promise<void> {
    if (this.settings.connection !== undefined) return;
    const { embeddedNotice } = await import("../config/embedded-database.js");
    const notice = embeddedNotice(await this.config(), this.settings.env);
    if (notice !== undefined) this.settings.tell({ kind: notice.severity, text: notice.text });
  }
}

async function readConfig(settings: ProjectSettings): Promise<ResolvedConfig> {
  const { config, ...options } = settings;
  const { loadConfig, resolveConfig } = await import("../config/load-config.js");
  return typeof config === "object"
    ? resolveConfig(config, options)
    : loadConfig({ ...options, configFile: config });
}

async function readGraph(
  config: ResolvedConfig,
  settings: ProjectSettings,
): Promise<RevisionGraph> {
  const { directory, migrations, recursiveVersionLocations: recursive, file } = config;
  const isGiven = file !== undefined || typeof settings.config === "object";
  if (!isGiven && !migrations.some((folder) => existsSync(folder))) {
    // Otherwise a command in the wrong directory would report that there is nothing to do.
    const message = `There is no project here: no gen.config.* and no drizzle.config.* in ${directory} or above it, and no migrations folder.`;
    const hint =
      "Change to the project's directory, pass its configuration with --config, or run `gen init`.";
    throw usageError("config_missing", message, hint);
  }
  const { readRevisionFiles } = await import("../revisions/files.js");
  const { RevisionGraph } = await import("../revisions/graph.js");
  return RevisionGraph.from(readRevisionFiles(migrations, { recursive }));
}
