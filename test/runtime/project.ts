/** A history for tests whose migrations are functions of the test instead of files. */
import type { Connection } from "../../src/database/connection.js";
import type { RevisionGraph } from "../../src/revisions/graph.js";
import type { Migration } from "../../src/runtime/load-migrations.js";
import type { RunOptions } from "../../src/runtime/run.js";
import { graphOf } from "../revisions/graphs.js";

export interface Project {
  readonly graph: RevisionGraph;
  /** What every run of the project has in common. */
  options(connection: Connection): RunOptions;
}

/**
 * @param history as in `graphOf`: `"a< b<a"`
 * @param migrations by revision; a revision without one does nothing
 */
export function project(
  history: string,
  migrations: Readonly<Record<string, Migration>> = {},
): Project {
  const graph = graphOf(history);
  const nothing = { upgrade: () => undefined, downgrade: () => undefined };
  return {
    graph,
    options: (connection) => ({
      connection,
      graph,
      config: {
        directory: process.cwd(),
        versionTable: { schema: "public", name: "gen_version" },
      },
      loadMigrations: async (steps) =>
        new Map(
          steps.map(({ revision: { revision } }) => [revision, migrations[revision] ?? nothing]),
        ),
    }),
  };
}

/** Names of the ordinary tables in `public`, sorted. */
export async function tables(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.query(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  return rows.map((row) => String(row["tablename"]));
}
