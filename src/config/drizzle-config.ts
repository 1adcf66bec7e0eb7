import { freeMigrationsFolder } from "./drizzle-folders.js";
import { defined } from "../defined.js";
import type { QualifiedName } from "../schema/types.js";
import type { Keys } from "./keys.js";
import type { Config } from "./types.js";

/** The configuration that a `drizzle.config.*` amounts to, and its database only when asked. */
export interface FromDrizzle extends Omit<Config, "schema" | "database"> {
  readonly schema: readonly string[];
  readonly migrationsNote?: string;
  readonly journal?: QualifiedName;
  /** @throws GenError `config_invalid` if the credentials are of a kind that is not supported */
  readonly database: () => string | undefined;
}

/**
 * Reads what an existing Drizzle project says: `schema`, `dbCredentials`, `schemaFilter`,
 * `tablesFilter`, `casing` and the name of its journal. Its folder of SQL is left to it ({@link freeMigrationsFolder}).
 */
export function fromDrizzleConfig(keys: Keys, directory: string): FromDrizzle {
  const dialect = keys.string("dialect") ?? "postgresql";
  if (dialect !== "postgresql") {
    throw keys.invalid(
      `: \`dialect\` is ${JSON.stringify(dialect)}, and drizzle-gen works with PostgreSQL.`,
      'Set `dialect: "postgresql"`, or write a gen.config.ts (`gen init`).',
    );
  }
  return {
    schema: keys.strings("schema") ?? [],
    ...freeMigrationsFolder(directory, keys.string("out")),
    casing: keys.oneOf("casing", ["snake_case", "camelCase"]),
    schemas: keys.strings("schemaFilter"),
    tables: keys.strings("tablesFilter"),
    ...defined({ journal: journalOf(keys) }),
    database: () => databaseOf(keys),
  };
}

/** https://orm.drizzle.team/docs/drizzle-config-file#migrations */
function journalOf(keys: Keys): QualifiedName | undefined {
  const migrations = keys.object("migrations");
  return (
    migrations && {
      schema: migrations.optionalString("schema") ?? "drizzle",
      name: migrations.optionalString("table") ?? "__drizzle_migrations",
    }
  );
}

function databaseOf(keys: Keys): string | undefined {
  const credentials = keys.object("dbCredentials");
  if (credentials === undefined) return undefined;
  const driver = keys.string("driver");
  const url = credentials.optionalString("url");
  if (driver === "pglite") return url === undefined ? undefined : `pglite:${url}`;
  if (driver !== undefined) {
    throw keys.invalid(
      `: \`driver\` is ${JSON.stringify(driver)}, which drizzle-gen cannot speak.`,
      "Give a PostgreSQL URL with --database-url or DATABASE_URL.",
    );
  }
  return url ?? urlOfParts(credentials);
}

function urlOfParts(credentials: Keys): string | undefined {
  const host = credentials.optionalString("host");
  const database = credentials.optionalString("database");
  if (host === undefined || database === undefined) return undefined;
  const url = new URL("postgresql://localhost");
  url.hostname = host;
  url.pathname = `/${encodeURIComponent(database)}`;
  const port = credentials.raw("port");
  if (port !== undefined) url.port = String(port);
  url.username = encodeURIComponent(credentials.optionalString("user") ?? "");
  url.password = encodeURIComponent(credentials.optionalString("password") ?? "");
  const mode = sslMode(credentials);
  if (mode !== undefined) url.searchParams.set("sslmode", mode);
  return url.href;
}

/** drizzle-kit takes node-postgres' `ssl`: a flag, libpq's word, or TLS options. */
function sslMode(credentials: Keys): string | undefined {
  const ssl = credentials.raw("ssl");
  if (ssl === undefined || ssl === false) return undefined;
  if (typeof ssl === "string") return ssl;
  if (ssl === true) return "require";
  return credentials.object("ssl")?.raw("rejectUnauthorized") === false
    ? "no-verify"
    : "verify-full";
}
