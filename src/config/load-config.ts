import { readFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { defined } from "../defined.js";
import { usageError } from "../errors.js";
import { displayPath } from "../loader/paths.js";
import { type FromDrizzle, fromDrizzleConfig } from "./drizzle-config.js";
import {
  findConfigFile,
  freeMigrationsFolder,
  isDrizzleFolder,
  isFile,
  type MigrationsFolder,
} from "./find.js";
import { isPlainObject, Keys } from "./keys.js";
import { type OwnConfig, readOwnKeys } from "./own-keys.js";
import { readPlainConfig } from "./plain-config.js";
import type { Config, DatabaseSource, ResolvedConfig } from "./types.js";

export interface LoadConfigOptions {
  readonly cwd: string;
  /** `--config`: relative to `cwd`. */
  readonly configFile?: string | undefined;
  /** Read for `DATABASE_URL`; `.env` is added to it. */
  readonly env: NodeJS.ProcessEnv;
  /** `--database-url`. */
  readonly databaseUrl?: string | undefined;
}

/**
 * Finds, reads and completes the configuration. `.env` beside it is loaded first. Without any
 * configuration file everything has its default, and `schema` is empty.
 *
 * @throws {GenError} `config_missing` if the file that was asked for does not exist;
 *   `config_load` if it cannot be run; `config_invalid`, naming the key, if it says something wrong
 */
export async function loadConfig(options: LoadConfigOptions): Promise<ResolvedConfig> {
  const file = configFileOf(options);
  const directory = directoryOf(file, options);
  loadEnvFile(directory, options.env);
  if (file === undefined) {
    return complete({ schema: [], ...freeMigrationsFolder(directory) }, options, { directory });
  }
  loadEnvFile(dirname(file), options.env);
  return complete(await readConfig(file, directory), options, { directory, file });
}

/**
 * Completes a configuration that is given as an object; its paths are relative to `cwd`, and its
 * `database` overrides the environment's.
 *
 * @throws {GenError} `config_invalid`, naming the key
 */
export function resolveConfig(config: Config, options: LoadConfigOptions): ResolvedConfig {
  const directory = resolve(options.cwd);
  const read = fromOwnConfig(new Keys({ ...config }, "The given configuration"), directory);
  const databaseUrl = options.databaseUrl ?? config.database;
  return complete(read, { ...options, databaseUrl }, { directory });
}

/**
 * What paths are relative to. drizzle-kit's paths are relative to its working directory, the only
 * place where it looks for its configuration.
 */
function directoryOf(file: string | undefined, { cwd, configFile }: LoadConfigOptions): string {
  if (file === undefined) return resolve(cwd);
  return isDrizzleConfig(file) && configFile !== undefined ? resolve(cwd) : dirname(file);
}

function isDrizzleConfig(file: string): boolean {
  return basename(file).startsWith("drizzle.config.");
}

function configFileOf({ cwd, configFile }: LoadConfigOptions): string | undefined {
  if (configFile === undefined) return findConfigFile(cwd);
  const file = resolve(cwd, configFile);
  if (isFile(file)) return file;
  throw usageError(
    "config_missing",
    `There is no configuration file ${displayPath(file)}.`,
    "Check the path after --config, or run `gen init` to create one.",
  );
}

async function readConfig(file: string, directory: string): Promise<OwnConfig | FromDrizzle> {
  let exports: Readonly<Record<string, unknown>> | undefined = readPlainConfig(file);
  if (exports === undefined) {
    // The loader is imported only for a configuration that needs it.
    const { loadFile } = await import("../loader/load-file.js");
    exports = await loadFile(file, { directory, errorCode: "config_load" });
  }
  let value: unknown = await exports["default"];
  // Compiled CommonJS nests its default export.
  if (isPlainObject(value) && value["__esModule"] === true) value = await value["default"];
  if (!isPlainObject(value)) {
    throw usageError(
      "config_invalid",
      `${displayPath(file)} does not export a configuration.`,
      'It needs `export default defineConfig({ schema: "./schema/*.ts" })`.',
    );
  }
  const read = isDrizzleConfig(file) ? fromDrizzleConfig : fromOwnConfig;
  return read(new Keys(value, file), directory);
}

function fromOwnConfig(
  keys: Keys,
  directory: string,
): OwnConfig & Pick<MigrationsFolder, "migrationsNote"> {
  const config = readOwnKeys(keys);
  const [first] = [config.migrations].flat();
  if (first === undefined) return { ...config, ...freeMigrationsFolder(directory) };
  if (!isDrizzleFolder(resolve(directory, first))) return config;
  throw keys.invalid(
    `: \`migrations\` names ${first}, which is drizzle-kit's folder: it has meta/_journal.json.`,
    'Give gen a folder of its own: `migrations: "./gen-migrations"`.',
  );
}

const defaults = {
  scratch: {},
  renames: "ask",
  comments: false,
  recursiveVersionLocations: false,
  fileTemplate: "{{rev}}_{{slug}}",
  truncateSlugLength: 40,
  timezone: "UTC",
  postWriteHooks: [],
} as const;

function complete(
  config: OwnConfig | FromDrizzle,
  options: LoadConfigOptions,
  place: { readonly directory: string; readonly file?: string },
): ResolvedConfig {
  const { schema, schemas, migrations, tables, versionTable, versionSchema, prove, ...given } =
    config;
  const limits = list(schemas);
  return {
    ...defaults,
    ...defined(given),
    ...place,
    ...databaseOf(config.database, options, place.directory),
    schema: list(schema),
    migrations: list(migrations ?? "./migrations").map((path) => resolve(place.directory, path)),
    versionTable: { schema: versionSchema ?? "public", name: versionTable ?? "gen_version" },
    tables: list(tables),
    prove: prove === true ? "auto" : (prove ?? "auto"),
    ...(limits.length > 0 && { schemas: limits }),
  };
}

function databaseOf(
  given: Config["database"] | FromDrizzle["database"],
  { databaseUrl, env, cwd }: LoadConfigOptions,
  directory: string,
): Pick<ResolvedConfig, "database" | "databaseSource"> {
  const from = (databaseSource: DatabaseSource, url: string, base = directory) => ({
    database: anchored(url, base),
    databaseSource,
  });
  if (databaseUrl !== undefined) return from("flag", databaseUrl, cwd);
  const fromEnvironment = env["DATABASE_URL"] ?? "";
  if (fromEnvironment.trim() !== "") return from("environment", fromEnvironment);
  const configured = typeof given === "function" ? given() : given;
  return configured === undefined
    ? from("default", "pglite:.gen/pgdata")
    : from("configuration", configured);
}

/** A relative PGlite directory made absolute, so that it does not depend on where `gen` is run. */
function anchored(url: string, base: string): string {
  const path = /^pglite:(?:\/\/(?=[^/]))?([^:]+)$/i.exec(url.trim())?.[1];
  if (path === undefined || isAbsolute(path)) return url;
  return `pglite:${resolve(base, path)}`;
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === "string" ? [value] : (value ?? []);
}

/**
 * Loads the `.env` of a directory into an environment. Variables that are set already win.
 */
export function loadEnvFile(directory: string, env: NodeJS.ProcessEnv): void {
  const file = join(directory, ".env");
  if (!isFile(file)) return;
  const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  for (const [name, value] of Object.entries(parseEnv(text))) env[name] ??= value;
}
