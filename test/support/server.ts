/** Vitest's global setup: the server that a project's tests use, named to them by `inject`. */
import type { TestProject } from "vitest/node";
import { startServer } from "./postgres-server.js";
import { isPostgresVersion } from "./postgres-versions.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** What the project asks for: a major version of PostgreSQL, or `pglite`. */
    postgresVersion: string;
    /** The superuser's URL of the server's own database. */
    adminUrl: string;
  }
}

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const version = project.getProvidedContext().postgresVersion;
  if (version === "pglite") {
    project.provide("adminUrl", "pglite:");
    return undefined;
  }
  const ownServer = process.env["DATABASE_URL"];
  if (ownServer !== undefined && ownServer !== "") {
    project.provide("adminUrl", ownServer);
    return undefined;
  }
  if (!isPostgresVersion(version)) throw new Error(`GEN_TEST_PG: no PostgreSQL ${version} here.`);
  const server = await startServer(version);
  project.provide("adminUrl", server.url);
  return () => server.stop();
}
