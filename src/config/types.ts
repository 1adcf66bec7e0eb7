/** The configuration: as its author writes it, and as the program uses it. */
import type { Extension, QualifiedName } from "../schema/types.js";
import type { SchemaObject } from "../schema/object-ref.js";
import type { Hooks } from "./hooks.js";

/** How Drizzle names a column that was given no name of its own. */
export type Casing = "snake_case" | "camelCase";

/**
 * What `gen.config.ts` exports. Only `schema` has no default.
 *
 * @example
 * import { defineConfig } from "drizzle-gen";
 *
 * export default defineConfig({ schema: "./schema/*.ts", migrations: "./migrations" });
 */
export interface Config extends Hooks {
  /**
   * Where the models are: a path, a glob, or an array of them, relative to the configuration
   * file. A directory stands for the TypeScript and JavaScript files in it; a pattern that
   * starts with `!` excludes files.
   */
  readonly schema: string | readonly string[];
  /**
   * The folder of the migrations, or several: all are read, new files go to the first.
   * Default: `./migrations`.
   */
  readonly migrations?: string | readonly string[] | undefined;
  /**
   * The database: `postgres://…`, `postgresql://…`, or `pglite:DIR` for the embedded one.
   * `--database-url` and the environment's `DATABASE_URL` override it.
   * Default: `pglite:.gen/pgdata`; without a terminal, commands that change a database refuse it.
   */
  readonly database?: string | undefined;
  /** The table that holds the applied revisions. Default: `gen_version`. */
  readonly versionTable?: string | undefined;
  /** The schema of that table and of `gen`'s other tables. Default: `public`. */
  readonly versionSchema?: string | undefined;
  /** As in `drizzle({ casing })`: how columns without an explicit name are named. */
  readonly casing?: Casing | undefined;
  /**
   * Only these schemas are compared; models may refer to objects in other schemas.
   * Default: `public`, the schemas that the models name, and those that a migration created.
   */
  readonly schemas?: string | readonly string[] | undefined;
  /**
   * The extensions that the schema needs: they are installed before what uses them. An extension
   * that is removed from the list is dropped if a migration created it with `op.createExtension`;
   * all others stay. Default: extensions are not compared.
   *
   * @example extensions: ["vector", { name: "pg_trgm", schema: "extensions" }]
   */
  readonly extensions?: readonly (string | Extension)[] | undefined;
  /**
   * Which tables and views are compared: patterns for the name. A pattern with a dot matches
   * `schema.name`, and also covers enums and sequences; `!` excludes. Default: all.
   */
  readonly tables?: string | readonly string[] | undefined;
  /** Called for every object on either side; objects for which it returns `false` are not compared. */
  readonly include?: ((object: SchemaObject) => boolean) | undefined;
  /**
   * Where a new revision is run up, down and up again before its file is written: in a
   * `"transaction"` of the database that is rolled back, in a `"scratch"` database on the same
   * server, in an embedded one (`"pglite"`), or, with `true`, in the first of them that is possible.
   * Default: `true`.
   */
  readonly prove?: boolean | ProofPlace | undefined;
  /** How to prepare the scratch databases in which all migrations are replayed. */
  readonly scratch?: ScratchSettings | undefined;
  /**
   * `"ask"`: `gen revision` looks for likely renames and asks about them on a terminal. `"off"`: only
   * `--rename` renames. Default: `"ask"`.
   */
  readonly renames?: "ask" | "off" | undefined;
  /**
   * Whether JSDoc comments on exported tables, their columns, views, enums, sequences and schemas
   * become comments in the database; comments there that no model has are then removed. Otherwise
   * comments are not compared. Default: `false`.
   */
  readonly comments?: boolean | undefined;
  /**
   * Whether subfolders of `migrations` are read too. Folders whose names begin with `.` or `_` are
   * skipped. Default: `false`.
   */
  readonly recursiveVersionLocations?: boolean | undefined;
  /**
   * The name of a new migration's file, with or without `.ts`. It can contain `{{rev}}`, `{{slug}}`
   * (the message), `{{epoch}}` (seconds), `{{year}}`, `{{month}}`, `{{day}}`, `{{hour}}`,
   * `{{minute}}` and `{{second}}`; Alembic's `%(rev)s` works too. A `/` makes folders and
   * needs `recursiveVersionLocations`. Default: `{{rev}}_{{slug}}`.
   *
   * @example fileTemplate: "{{year}}/{{month}}/{{year}}{{month}}{{day}}_{{rev}}_{{slug}}"
   */
  readonly fileTemplate?: string | undefined;
  /** The maximum length of the message in a file's name; words are not cut. Default: 40. */
  readonly truncateSlugLength?: number | undefined;
  /**
   * The IANA name of the time zone of `Create Date` and of the date in a file's name, such as
   * `Europe/Berlin`. Default: `UTC`.
   */
  readonly timezone?: string | undefined;
  /**
   * Programs that run, one after the other, on every file that `gen revision` and `gen merge` write.
   * Their output goes to stderr. If one fails, the file stays, the others do not run, and the exit
   * status is 1.
   *
   * @example postWriteHooks: [{ command: ["npx", "eslint", "--fix", "REVISION_SCRIPT_FILENAME"] }]
   */
  readonly postWriteHooks?: readonly PostWriteHook[] | undefined;
}

/** What exists before the first migration. */
export interface ScratchSettings {
  /**
   * SQL, or a function that runs it, for what the migrations expect from an administrator or a
   * platform: schemas, tables, functions. Extensions, and what exists in the current database, are
   * copied from there anyway.
   *
   * @example
   * scratch: { before: "create schema auth; create table auth.users (id uuid primary key)" }
   * @example
   * scratch: { before: async ({ query }) => { await query(await readFile("platform.sql", "utf8")); } }
   */
  readonly before?: string | ScratchPreparation | undefined;
}

/** Called on the empty scratch database. `query` takes any number of statements. */
export type ScratchPreparation = (database: {
  readonly query: (sql: string) => Promise<void>;
}) => void | Promise<void>;

/** A program that runs on a new migration's file. */
export interface PostWriteHook {
  /** Its name in messages. Default: the command. */
  readonly name?: string | undefined;
  /**
   * The program and its arguments, or a line for the shell. The file's path replaces
   * `REVISION_SCRIPT_FILENAME`, or is appended.
   */
  readonly command: string | readonly string[];
  /** Its working directory, relative to the configuration file. Default: that file's directory. */
  readonly cwd?: string | undefined;
}

export type ProofPlace = "transaction" | "scratch" | "pglite";

/** Where the database's URL came from; earlier ones override later ones. */
export type DatabaseSource = "flag" | "environment" | "configuration" | "default";

/** The configuration with every default filled in. */
export interface ResolvedConfig extends Hooks {
  /** The file that was read; absent if there was none. */
  readonly file?: string;
  /** Absolute; what the paths in the configuration are relative to. */
  readonly directory: string;
  /** Paths and globs as configured, relative to `directory`. Empty without a configuration. */
  readonly schema: readonly string[];
  /** Absolute; never empty. New files go to the first. */
  readonly migrations: readonly string[];
  /** Why they are not in the usual folder, if no configuration says so. */
  readonly migrationsNote?: string;
  readonly database: string;
  readonly databaseSource: DatabaseSource;
  readonly versionTable: QualifiedName;
  readonly casing?: Casing;
  /** The journal of drizzle-kit, if its configuration names it. */
  readonly journal?: QualifiedName;
  /** Only these schemas are compared; absent if not configured. */
  readonly schemas?: readonly string[];
  /** Absent: extensions are not compared. */
  readonly extensions?: readonly Extension[];
  /** Patterns on table names; empty means all. */
  readonly tables: readonly string[];
  readonly include?: (object: SchemaObject) => boolean;
  readonly prove: "auto" | ProofPlace | false;
  readonly scratch: ScratchSettings;
  readonly renames: "ask" | "off";
  readonly comments: boolean;
  readonly recursiveVersionLocations: boolean;
  readonly fileTemplate: string;
  readonly truncateSlugLength: number;
  /** An IANA name that Node knows. */
  readonly timezone: string;
  readonly postWriteHooks: readonly PostWriteHook[];
}
