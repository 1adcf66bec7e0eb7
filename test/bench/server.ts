/** The databases that the measurements run on. */
import pg from "pg";
import { startServer } from "../support/postgres-server.js";

/** A server, which is ours unless `DATABASE_URL` names another. */
export interface Databases {
  /** Makes a database anew, empty or as a copy, and returns its URL. */
  create(name: string, template?: string): Promise<string>;
  version(): Promise<string>;
  stop(): Promise<void>;
}

export async function openDatabases(): Promise<Databases> {
  const given = process.env["DATABASE_URL"];
  const server =
    given === undefined || given === ""
      ? await startServer("15")
      : { url: given, stop: () => Promise.resolve() };
  const client = new pg.Client(server.url);
  await client.connect();
  const created = new Set<string>();
  return {
    async create(name, template = "template0") {
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      created.add(name);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    async version() {
      const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
      return rows[0]?.server_version ?? "";
    },
    async stop() {
      for (const name of created) await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await client.end();
      await server.stop();
    },
  };
}
