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
   * file. A directory means the TypeScript and JavaScript files in it; a pattern that starts
   * with `!` takes files away.
   */
  readonly schema: string | readonly string[];
  /**
   * The folder of the migrations, or several: all are read, new files go to the first.
   * Default: `./migrations`.
   */
  readonly migrations?: string | readonly string[] | undefined;
  /**
   * The database: `postgres://…`, `postgresql://…`, or `pglite:DIR` for the embedded one.
   * `--database-url` and the environment's `DATABASE_URL` come first.
   * Default: `pglite:.gen/pgdata`, which commands that change a database use only on a terminal.
   */
  readonly database?: string | undefined;
  /** The table that holds the applied revisions. Default: `gen_version`. */
  readonly versionTable?: string | undefined;
  /** The schema of that table, and of every other table of `gen`'s own. Default: `public`. */
  readonly versionSchema?: string | undefined;
  /** As in `drizzle({ casing })`: how columns without a name of their own are called. */
  readonly casing?: Casing | undefined;
  /**
   * Only these schemas of the database are compared; what stands in others may be referred to.
   * Default: `public`, those that the models name, and those that a migration has created.
   */
  readonly schemas?: string | readonly string[] | undefined;
  /**
   * The extensions that the schema needs: they are installed before what uses them. One that leaves
   * the list is dropped if a migration has created it with `op.createExtension`; all others in the
   * database are left alone. Default: extensions are not compared.
   *
   * @example extensions: ["vector", { name: "pg_trgm", schema: "extensions" }]
   */
  readonly extensions?: readonly (string | Extension)[] | undefined;
  /**
   * Which tables and views are compared: patterns on the name, or on `schema.name` where the
   * pattern holds a dot, which also covers enums and sequences; `!` excludes. Default: all.
   */
  readonly tables?: string | readonly string[] | undefined;
  /** Called for every object on either side; those it answers `false` for are left alone. */
  readonly include?: ((object: SchemaObject) => boolean) | undefined;
  /**
   * Where a new revision is tried out, up, down and up again, before its file is written: in a
   * `"transaction"` of the database that is rolled back, in a `"scratch"` database on the same
   * server, in an embedded one (`"pglite"`), or, with `true`, in the first of them that can be had.
   * Default: `true`.
   */
  readonly prove?: boolean | ProofPlace | undefined;
  /** How scratch databases are prepared in which the migrations are replayed from the first one on. */
  readonly scratch?: ScratchSettings | undefined;
  /**
   * Whether `gen revision` looks for likely renames and asks about them on a terminal: `"ask"`; or
   * takes for a rename only what `--rename` says: `"off"`. Default: `"ask"`.
   */
  readonly renames?: "ask" | "off" | undefined;
  /**
   * Whether JSDoc comments on exported tables, their columns, views, enums, sequences and schemas
   * are comments in the database. Those in the database are then the models': one that no model has
   * is removed. By default they are nobody's and left alone. Default: `false`.
   */
  readonly comments?: boolean | undefined;
  /**
   * Whether migrations may also lie in folders inside `migrations`. Folders whose names begin with
   * `.` or `_` are left out. Default: `false`.
   */
  readonly recursiveVersionLocations?: boolean | undefined;
  /**
   * The name of a new migration's file, with or without `.ts`. In it stand `{{rev}}`, `{{slug}}`
   * (the message), `{{epoch}}` (seconds), `{{year}}`, `{{month}}`, `{{day}}`, `{{hour}}`,
   * `{{minute}}` and `{{second}}`; Alembic's `%(rev)s` is understood, too. A `/` makes folders and
   * needs `recursiveVersionLocations`. Default: `{{rev}}_{{slug}}`.
   *
   * @example fileTemplate: "{{year}}/{{month}}/{{year}}{{month}}{{day}}_{{rev}}_{{slug}}"
   */
  readonly fileTemplate?: string | undefined;
  /** How many characters of the message a file's name keeps; whole words. Default: 40. */
  readonly truncateSlugLength?: number | undefined;
  /**
   * The IANA name of the time zone of `Create Date` and of the date in a file's name, such as
   * `Europe/Berlin`. Default: `UTC`.
   */
  readonly timezone?: string | undefined;
  /**
   * Programs that are run, one after the other, on every file that `gen revision` and `gen merge`
   * have written. What they print goes to stderr. If one fails, the file stays, the rest are not
   * run, and the exit status is 1.
   *
   * @example postWriteHooks: [{ command: ["npx", "eslint", "--fix", "REVISION_SCRIPT_FILENAME"] }]
   */
  readonly postWriteHooks?: readonly PostWriteHook[] | undefined;
}

/** What is there before the first migration, and no migration creates. */
export interface ScratchSettings {
  /**
   * SQL, or a function that runs some, for what the migrations expect of an administrator or a
   * platform: schemas, tables, functions. Extensions, and whatever of this the database at hand has,
   * are copied from there without it.
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

/** A program that is run on a new migration's file. */
export interface PostWriteHook {
  /** What it is called in messages. Default: the command. */
  readonly name?: string | undefined;
  /**
   * The program and its arguments, or a line for the shell. The file's path stands in the place of
   * `REVISION_SCRIPT_FILENAME`, or at the end where that is not mentioned.
   */
  readonly command: string | readonly string[];
  /** Where it runs, relative to the configuration file. Default: beside that file. */
  readonly cwd?: string | undefined;
}

export type ProofPlace = "transaction" | "scratch" | "pglite";

/** Where the database's URL came from, the strongest first. */
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
  /** Why they are not in the usual folder, if they are not and nobody has said so. */
  readonly migrationsNote?: string;
  readonly database: string;
  readonly databaseSource: DatabaseSource;
  readonly versionTable: QualifiedName;
  readonly casing?: Casing;
  /** The journal of drizzle-kit, if its configuration says where that is. */
  readonly journal?: QualifiedName;
  /** A limit to what is compared; absent if none is configured. */
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
  /** An IANA name that is known here. */
  readonly timezone: string;
  readonly postWriteHooks: readonly PostWriteHook[];
}
