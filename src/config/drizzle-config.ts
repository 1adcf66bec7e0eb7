import { defined } from "../defined.js";
import type { QualifiedName } from "../schema/types.js";
import { freeMigrationsFolder } from "./find.js";
import { type Keys, object, oneOf, optionalString, string, strings } from "./keys.js";
import type { Config } from "./types.js";

/** The configuration that a `drizzle.config.*` amounts to. */
export interface FromDrizzle extends Omit<Config, "schema" | "database" | "extensions"> {
  readonly schema: readonly string[];
  readonly migrationsNote?: string;
  readonly journal?: QualifiedName;
  /** @throws GenError `config_invalid` if the credentials are of a kind that is not supported */
  readonly database: () => string | undefined;
}

/**
 * Reads the configuration of an existing Drizzle project: `schema`, `dbCredentials`, `schemaFilter`,
 * `tablesFilter`, `casing` and the name of its journal. Its folder of SQL is not used ({@link freeMigrationsFolder}).
 */
export function fromDrizzleConfig(keys: Keys, directory: string): FromDrizzle {
  const dialect = string(keys, "dialect") ?? "postgresql";
  if (dialect !== "postgresql") {
    throw keys.invalid(
      `: \`dialect\` is ${JSON.stringify(dialect)}, and drizzle-gen works with PostgreSQL.`,
      'Set `dialect: "postgresql"`, or write a gen.config.ts (`gen init`).',
    );
  }
  return {
    schema: strings(keys, "schema") ?? [],
    ...freeMigrationsFolder(directory, string(keys, "out")),
    casing: oneOf("snake_case", "camelCase")(keys, "casing"),
    schemas: strings(keys, "schemaFilter"),
    tables: strings(keys, "tablesFilter"),
    ...defined({ journal: journalOf(keys) }),
    database: () => databaseOf(keys),
  };
}

/** https://orm.drizzle.team/docs/drizzle-config-file#migrations */
function journalOf(keys: Keys): QualifiedName | undefined {
  const migrations = object(keys, "migrations");
  if (migrations === undefined) return undefined;
  const name = optionalString(migrations, "table") ?? "__drizzle_migrations";
  return { schema: optionalString(migrations, "schema") ?? "drizzle", name };
}

function databaseOf(keys: Keys): string | undefined {
  const credentials = object(keys, "dbCredentials");
  if (credentials === undefined) return undefined;
  const driver = string(keys, "driver");
  const url = optionalString(credentials, "url");
  if (driver === "pglite") return url === undefined ? undefined : `pglite:${url}`;
  if (driver !== undefined) {
    throw keys.invalid(
      `: \`driver\` is ${JSON.stringify(driver)}, which drizzle-gen does not support.`,
      "Set a PostgreSQL URL with --database-url or DATABASE_URL.",
    );
  }
  return url ?? urlOfParts(credentials);
}

function urlOfParts(credentials: Keys): string | undefined {
  const host = optionalString(credentials, "host");
  const database = optionalString(credentials, "database");
  if (host === undefined || database === undefined) return undefined;
  const url = new URL("postgresql://localhost");
  url.hostname = host;
  url.pathname = `/${encodeURIComponent(database)}`;
  const port = credentials.raw("port");
  if (port !== undefined) url.port = String(port);
  url.username = encodeURIComponent(optionalString(credentials, "user") ?? "");
  url.password = encodeURIComponent(optionalString(credentials, "password") ?? "");
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
  return object(credentials, "ssl")?.raw("rejectUnauthorized") === false
    ? "no-verify"
    : "verify-full";
}
