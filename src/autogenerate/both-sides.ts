/** The two sides of a comparison, read at the same time. */
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
  /** Of the version table. */
  readonly rows: readonly string[];
  /** Of the schemas that the models are likely to be about. */
  readonly reading: Reading;
  readonly created: () => Created;
}

/** Both at once: the bundler and the server are other processes. What the models throw comes first. */
export async function readBothSides({
  config,
  graph,
  connect,
}: BothSidesInput): Promise<BothSides> {
  const created = createdOnce(graph.revisions.map((revision) => revision.path));
  const readDatabase = async () => {
    const connection = await connect();
    // The rows first: were they read after the catalog, they could be those of an upgrade that has
    // ended in between, and its changes would be missed in a database that looks up to date.
    const rows = await currentRows(connection, config.versionTable);
    const schemas = ownSchemas(config, created);
    return { connection, rows, reading: await readAhead(connection, schemas) };
  };
  const database = readDatabase();
  // Told below, after what is wrong with the models.
  database.catch(() => undefined);
  return { models: await readModels(config), ...(await database), created };
}

export interface ProjectInput {
  readonly config: ResolvedConfig;
  readonly graph: RevisionGraph;
  /** What migrations see as `op.args`. */
  readonly args?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly onNote?: (message: string) => void;
}
