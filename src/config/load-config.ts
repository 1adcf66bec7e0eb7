import { basename, dirname, isAbsolute, resolve } from "node:path";
import { ExitStatus, GenError } from "../errors.js";
import { displayPath } from "../loader/display-path.js";
import type { QualifiedName } from "../schema/types.js";
import { fromDrizzleConfig } from "./drizzle-config.js";
import { freeMigrationsFolder, isDrizzleFolder } from "./drizzle-folders.js";
import { loadEnvFile } from "./env-file.js";
import { defaultFileTemplate, fileKeys } from "./file-keys.js";
import { findConfigFile, isFile } from "./find.js";
import { hookKeys, readHooks } from "./hook-keys.js";
import { isPlainObject, Keys } from "./keys.js";
import { readPlainConfig } from "./plain-config.js";
import { readScratch } from "./scratch-key.js";
import type { Casing, Config, DatabaseSource, ProofPlace, ResolvedConfig } from "./types.js";

export interface LoadConfigOptions {
  readonly cwd: string;
  /** `--config`: relative to `cwd`. */
  readonly configFile?: string | undefined;
  /** Read for `DATABASE_URL`; what `.env` says is added to it. */
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
  if (file !== undefined && dirname(file) !== directory) loadEnvFile(dirname(file), options.env);
  const config =
    file === undefined
      ? { schema: [], ...freeMigrationsFolder(directory) }
      : await readConfig(file, directory);
  return complete(config, options, { directory, ...(file !== undefined && { file }) });
}

/**
 * Completes a configuration that is given as an object; its paths are relative to `cwd`. Its
 * `database` comes before the environment's: it was chosen right here.
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
 * What paths are relative to. drizzle-kit takes those of its configuration from where it is run, and
 * so does who writes them; it looks for the file there only.
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
  throw new GenError("config_missing", `There is no configuration file ${displayPath(file)}.`, {
    hint: "Look at the path after --config, or run `gen init` to make one.",
    status: ExitStatus.usage,
  });
}

/** A configuration whose database may only be worked out when it is needed. */
type ReadConfig = Omit<Config, "database"> & {
  readonly migrationsNote?: string | undefined;
  readonly journal?: QualifiedName;
  readonly database?: string | (() => string | undefined) | undefined;
};

async function readConfig(file: string, directory: string): Promise<ReadConfig> {
  const exports = readPlainConfig(file) ?? (await loadWithBundler(file, directory));
  const keys = new Keys(await configObject(exports, file), file);
  return isDrizzleConfig(file)
    ? fromDrizzleConfig(keys, directory)
    : fromOwnConfig(keys, directory);
}

/** The loader is imported only for a configuration that needs it. */
async function loadWithBundler(
  file: string,
  directory: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { loadFile } = await import("../loader/load-file.js");
  return loadFile(file, { directory, errorCode: "config_load" });
}

async function configObject(
  exports: Readonly<Record<string, unknown>>,
  file: string,
): Promise<Readonly<Record<string, unknown>>> {
  let value: unknown = await exports["default"];
  // CommonJS made by a compiler keeps its default export one step further in.
  if (isPlainObject(value) && value["__esModule"] === true) value = await value["default"];
  if (isPlainObject(value)) return value;
  throw new GenError("config_invalid", `${displayPath(file)} does not export a configuration.`, {
    hint: 'It needs `export default defineConfig({ schema: "./schema/*.ts" })`.',
    status: ExitStatus.usage,
  });
}

const known = [
  "schema",
  "migrations",
  "database",
  "versionTable",
  "versionSchema",
  "casing",
  "schemas",
  "tables",
  "include",
  "prove",
  "scratch",
  "renames",
  "comments",
  ...hookKeys,
  "recursiveVersionLocations",
  "fileTemplate",
  "truncateSlugLength",
  "timezone",
  "postWriteHooks",
] as const satisfies readonly (keyof Config)[];

function fromOwnConfig(keys: Keys, directory: string): ReadConfig {
  keys.rejectUnknown(known);
  const schema = keys.strings("schema");
  if (schema === undefined) {
    throw keys.invalid("does not say where the models are.", 'Add `schema: "./schema/*.ts"`.');
  }
  return {
    schema,
    ...migrationsOf(keys, directory),
    database: keys.optionalString("database"),
    versionTable: keys.string("versionTable"),
    versionSchema: keys.string("versionSchema"),
    casing: keys.oneOf<Casing>("casing", ["snake_case", "camelCase"]),
    schemas: keys.strings("schemas"),
    tables: keys.strings("tables"),
    include: keys.predicate("include"),
    prove: keys.flagOr<ProofPlace>("prove", ["transaction", "scratch", "pglite"]),
    scratch: readScratch(keys),
    renames: keys.oneOf("renames", ["ask", "off"]),
    comments: keys.flag("comments"),
    ...readHooks(keys),
    ...fileKeys(keys),
  };
}

function migrationsOf(
  keys: Keys,
  directory: string,
): Pick<ReadConfig, "migrations" | "migrationsNote"> {
  const given = keys.strings("migrations");
  if (given === undefined) return freeMigrationsFolder(directory);
  const [first = ""] = given;
  if (!isDrizzleFolder(resolve(directory, first))) return { migrations: given };
  throw keys.invalid(
    `: \`migrations\` names ${first}, which is drizzle-kit's folder: it has meta/_journal.json.`,
    'Give gen a folder of its own: `migrations: "./gen-migrations"`.',
  );
}

function complete(
  config: ReadConfig,
  options: LoadConfigOptions,
  place: { readonly directory: string; readonly file?: string },
): ResolvedConfig {
  const { casing, include, compareType, compareDefault, processOperations, renderType } = config;
  const schemas = list(config.schemas, []);
  return {
    ...place,
    ...databaseOf(config, options, place.directory),
    schema: list(config.schema, []),
    migrations: list(config.migrations, ["./migrations"]).map((path) =>
      resolve(place.directory, path),
    ),
    versionTable: {
      schema: config.versionSchema ?? "public",
      name: config.versionTable ?? "gen_version",
    },
    tables: list(config.tables, []),
    prove: config.prove === true ? "auto" : (config.prove ?? "auto"),
    recursiveVersionLocations: config.recursiveVersionLocations ?? false,
    fileTemplate: config.fileTemplate ?? defaultFileTemplate,
    truncateSlugLength: config.truncateSlugLength ?? 40,
    timezone: config.timezone ?? "UTC",
    postWriteHooks: config.postWriteHooks ?? [],
    ...(schemas.length > 0 && { schemas }),
    ...(config.journal !== undefined && { journal: config.journal }),
    ...(config.migrationsNote !== undefined && { migrationsNote: config.migrationsNote }),
    ...(casing !== undefined && { casing }),
    scratch: config.scratch ?? {},
    renames: config.renames ?? "ask",
    comments: config.comments ?? false,
    ...(include !== undefined && { include }),
    ...(compareType !== undefined && { compareType }),
    ...(compareDefault !== undefined && { compareDefault }),
    ...(processOperations !== undefined && { processOperations }),
    ...(renderType !== undefined && { renderType }),
  };
}

function databaseOf(
  config: ReadConfig,
  options: LoadConfigOptions,
  directory: string,
): { readonly database: string; readonly databaseSource: DatabaseSource } {
  const { databaseUrl, env, cwd } = options;
  if (databaseUrl !== undefined) {
    return { database: anchored(databaseUrl, cwd), databaseSource: "flag" };
  }
  const fromEnvironment = env["DATABASE_URL"];
  if (fromEnvironment !== undefined && fromEnvironment.trim() !== "") {
    return { database: anchored(fromEnvironment, directory), databaseSource: "environment" };
  }
  const configured = typeof config.database === "function" ? config.database() : config.database;
  return configured === undefined
    ? { database: anchored("pglite:.gen/pgdata", directory), databaseSource: "default" }
    : { database: anchored(configured, directory), databaseSource: "configuration" };
}

/** A relative PGlite directory made absolute, so that it does not depend on where `gen` is run. */
function anchored(url: string, base: string): string {
  const path = /^pglite:(?:\/\/(?=[^/]))?([^:]+)$/i.exec(url.trim())?.[1];
  if (path === undefined || isAbsolute(path)) return url;
  return `pglite:${resolve(base, path)}`;
}

function list(
  value: string | readonly string[] | undefined,
  otherwise: readonly string[],
): readonly string[] {
  if (value === undefined) return otherwise;
  return typeof value === "string" ? [value] : value;
}
