/** When the embedded database may be used by default. */
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { usageError } from "../errors.js";
import { displayPath } from "../loader/paths.js";
import type { ResolvedConfig } from "./types.js";

type Given = Pick<ResolvedConfig, "database" | "databaseSource" | "file">;

export interface Place {
  readonly env: NodeJS.ProcessEnv;
  /** Whether a person sees what is printed. */
  readonly isOnTerminal: boolean;
}

/**
 * Refuses to change the embedded default database without a terminal: a deployment that lacks its
 * `DATABASE_URL` would migrate an unused database, and succeed.
 *
 * @throws GenError `database_unset`, status 2
 */
export function refuseUnnamedDatabase(config: Given, { env, isOnTerminal }: Place): void {
  if (config.databaseSource !== "default" || (isOnTerminal && !isUnattended(env))) return;
  const isEmpty = env["DATABASE_URL"] !== undefined;
  const name = basename(config.file ?? "");
  throw usageError(
    "database_unset",
    `No database is given: DATABASE_URL is ${isEmpty ? "set but empty" : "not set"}, and the configuration names none.`,
    "Set DATABASE_URL=postgresql://user@host:5432/database, or give --database-url.\n" +
      'To use the embedded database, add `database: "pglite:.gen/pgdata"` to ' +
      `${name.startsWith("gen.config.") ? name : "gen.config.ts"}.`,
  );
}

/** A message about the embedded database; `--quiet` hides notes. */
export interface EmbeddedNotice {
  readonly text: string;
  readonly severity: "note" | "warning";
}

/**
 * Reports that the embedded database is used: once for a new folder, always in CI or production.
 */
export function embeddedNotice(config: Given, env: NodeJS.ProcessEnv): EmbeddedNotice | undefined {
  const { databaseSource: source, database } = config;
  const isEmpty = env["DATABASE_URL"] !== undefined;
  const warning = (text: string) => ({ text, severity: "warning" }) as const;
  if (source === "configuration" && isEmpty) {
    return warning("DATABASE_URL is set but empty: the database of the configuration is used.");
  }
  const directory = /^pglite:(.+)$/i.exec(database.trim())?.[1];
  if (directory === undefined || !["default", "configuration"].includes(source)) return undefined;
  const place = displayPath(directory);
  if (isUnattended(env)) {
    const state = isEmpty ? "set but empty" : "not set";
    return warning(`DATABASE_URL is ${state}: the embedded database in ${place} is used.`);
  }
  if (source === "configuration" || existsSync(directory)) return undefined;
  const reason = isEmpty ? "DATABASE_URL is set but empty" : "No database is configured";
  const text = `${reason}: using the embedded one in ${place}. Set DATABASE_URL to use a server.`;
  return { text, severity: "note" };
}

/** Whether this is CI or production. */
function isUnattended(env: NodeJS.ProcessEnv): boolean {
  const { CI: ci = "", NODE_ENV: mode } = env;
  return mode === "production" || !["", "0", "false"].includes(ci.toLowerCase());
}
