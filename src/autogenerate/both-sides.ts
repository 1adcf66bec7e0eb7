/** Reads both sides of a comparison at the same time. */
import type { ResolvedConfig } from "../config/types.js";
import type { Connection } from "../database/connection.js";
import { readAhead, type Reading } from "../introspect/introspect.js";
import type { RevisionGraph } from "../revisions/graph.js";
import { currentRows } from "../runtime/version-table.js";
import { type Created, createdOnce } from "./created.js";
import { type DescribedModels, readModels } from "./plan/models.js";
import { ownSchemas } from "./plan/scope.js";

export interface BothSidesInput extends Pick<ProjectInput, "config" | "graph"> {
  readonly connect: () => Promise<Connection>;
}

export interface BothSides {
  readonly connection: Connection;
  readonly models: DescribedModels;
  /** Those of the version table. */
  readonly rows: readonly string[];
  /** Of the schemas that the models probably use. */
  readonly reading: Reading;
  readonly created: () => Created;
}

/** Reads both at once: the bundler and the server are other processes. */
export async function readBothSides({
  config,
  graph,
  connect,
}: BothSidesInput): Promise<BothSides> {
  const created = createdOnce(graph.revisions.map((revision) => revision.path));
  const readDatabase = async () => {
    const connection = await connect();
    // The rows are read before the catalog: if an upgrade ended in between, its changes would be
    // missing in a database that looks up to date.
    const rows = await currentRows(connection, config.versionTable);
    const schemas = ownSchemas(config, created);
    return { connection, rows, reading: await readAhead(connection, schemas) };
  };
  const database = readDatabase();
  // Reported later, after errors of the models.
  database.catch(() => undefined);
  return { models: await readModels(config), ...(await database), created };
}

export interface ProjectInput {
  readonly config: ResolvedConfig;
  readonly graph: RevisionGraph;
  /** The value of `op.args` in migrations. */
  readonly args?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly onNote?: (message: string) => void;
}
