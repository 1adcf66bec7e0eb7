/** The configuration, as a project writes it and as `gen` uses it. */
import type { Extension, QualifiedName } from "../schema/types.js";
import type { SchemaObject } from "../schema/object-ref.js";
import type { Hooks } from "./hooks.js";

/** How Drizzle derives the name of a column that has no explicit name. */
export type Casing = "snake_case" | "camelCase";

/**
 * What `gen.config.ts` exports. Only `schema` has no default.
 * @example
 * import { defineConfig } from "drizzle-gen";
 *
 * export default defineConfig({ schema: "./schema/*.ts", migrations: "./migrations" });
 */
export interface Config extends Hooks {
  /**
   * The files that contain the models: a path, a glob, or an array of them, relative to the
   * configuration file. A directory means all TypeScript and JavaScript files in it. A pattern
   * that starts with `!` excludes files.
   * @example schema: ["./schema/*.ts", "!./schema/*.test.ts"]
   */
  readonly schema: string | readonly string[];
  /**
   * The folder of the migrations, or several: new files go to the first. Default: `./migrations`.
   */
  readonly migrations?: string | readonly string[] | undefined;
  /**
   * The URL of the database: `postgres://…`, `postgresql://…`, or `pglite:DIR` for an embedded one.
   * `--database-url` and the environment variable `DATABASE_URL` override it.
   * Default: `pglite:.gen/pgdata`. Commands that change a database use the default only on a
   * terminal.
   */
  readonly database?: string | undefined;
  /** The table that records which revisions are applied. Default: `gen_version`. */
  readonly versionTable?: string | undefined;
  /** The schema of that table and of `gen`'s other tables. Default: `public`. */
  readonly versionSchema?: string | undefined;
  /** How columns without an explicit name are named. Must match `drizzle({ casing })`. */
  readonly casing?: Casing | undefined;
  /**
   * The schemas to compare. Models can refer to objects in other schemas.
   * Default: `public`, the schemas that the models use, and those that a migration created.
   */
  readonly schemas?: string | readonly string[] | undefined;
  /**
   * The extensions that the schema needs. They are created before the objects that use them. An
   * extension that is no longer listed is dropped only if a migration created it with
   * `op.createExtension`. Default: extensions are not compared.
   * @example extensions: ["vector", { name: "pg_trgm", schema: "extensions" }]
   */
  readonly extensions?: readonly (string | Extension)[] | undefined;
  /**
   * Name patterns of the tables and views to compare. A pattern with a dot matches `schema.name` and
   * applies to enums and sequences too. A pattern that starts with `!` excludes. Default: all.
   * @example tables: ["*", "!audit_*", "!legacy.*"]
   */
  readonly tables?: string | readonly string[] | undefined;
  /**
   * Returns `false` for objects of the models or the database that are not compared.
   * @example include: ({ kind, name }) => !(kind === "index" && name.startsWith("tuning_"))
   */
  readonly include?: ((object: SchemaObject) => boolean) | undefined;
  /**
   * Where a new revision is run up, down and up again before its file is written: in a
   * `"transaction"` that is rolled back, in a `"scratch"` database on the same server, or in an
   * embedded database (`"pglite"`). `true` uses the first of these that is possible; `false` does
   * not run it. Default: `true`.
   */
  readonly prove?: boolean | ProofPlace | undefined;
  /** How to prepare scratch databases in which all migrations are run. */
  readonly scratch?: ScratchSettings | undefined;
  /**
   * `"ask"`: `gen revision` detects possible renames and, on a terminal, asks about them. `"off"`:
   * only `--rename` declares renames. Default: `"ask"`.
   */
  readonly renames?: "ask" | "off" | undefined;
  /**
   * Whether JSDoc comments on exported tables, columns, views, enums, sequences and schemas become
   * comments in the database. `true` also removes database comments that the models do not have;
   * `false` does not compare comments. Default: `false`.
   */
  readonly comments?: boolean | undefined;
  /** Whether to read subfolders too, except those that begin with `.` or `_`. Default: `false`. */
  readonly recursiveVersionLocations?: boolean | undefined;
  /**
   * The file name of a new migration, with or without `.ts`. It can contain `{{rev}}`, `{{slug}}`
   * (the message), `{{epoch}}` (seconds), `{{year}}`, `{{month}}`, `{{day}}`, `{{hour}}`,
   * `{{minute}}` and `{{second}}`, or Alembic's form, `%(rev)s`. A `/` creates folders and requires
   * `recursiveVersionLocations`. Default: `{{rev}}_{{slug}}`.
   * @example fileTemplate: "{{year}}/{{month}}/{{year}}{{month}}{{day}}_{{rev}}_{{slug}}"
   */
  readonly fileTemplate?: string | undefined;
  /** The maximum length of `{{slug}}`, in characters. Whole words are removed. Default: 40. */
  readonly truncateSlugLength?: number | undefined;
  /** The IANA time zone of `Create Date` and of file names: `Europe/Berlin`. Default: `UTC`. */
  readonly timezone?: string | undefined;
  /**
   * Programs that run in order on each file that `gen revision` and `gen merge` write. Their output
   * goes to stderr. If one fails, the rest do not run, the file stays, and the exit status is 1.
   * @example postWriteHooks: [{ command: ["npx", "eslint", "--fix", "REVISION_SCRIPT_FILENAME"] }]
   */
  readonly postWriteHooks?: readonly PostWriteHook[] | undefined;
}

/** How to prepare a scratch database. */
export interface ScratchSettings {
  /**
   * Creates what the first migration expects to exist, such as the schemas and functions of a
   * platform: SQL, or a function that runs SQL. `gen` itself copies extensions and other objects
   * that it finds in the current database.
   * @example
   * scratch: { before: "create schema auth; create table auth.users (id uuid primary key)" }
   * @example
   * scratch: { before: async ({ query }) => { await query(await readFile("platform.sql", "utf8")); } }
   */
  readonly before?: string | ScratchPreparation | undefined;
}

/** Called on the empty scratch database. `query` runs one or more statements. */
export type ScratchPreparation = (database: {
  readonly query: (sql: string) => Promise<void>;
}) => void | Promise<void>;

/** A program that runs on the file of a new migration. */
export interface PostWriteHook {
  /** The name in messages. Default: the command. */
  readonly name?: string | undefined;
  /**
   * The program and its arguments, or a line for the shell. The path of the file replaces
   * `REVISION_SCRIPT_FILENAME`; without that word, it is appended.
   */
  readonly command: string | readonly string[];
  /** The working directory, relative to the configuration file. Default: that file's directory. */
  readonly cwd?: string | undefined;
}

export type ProofPlace = "transaction" | "scratch" | "pglite";

/** Where the URL of the database comes from; earlier ones override later ones. */
export type DatabaseSource = "flag" | "environment" | "configuration" | "default";

/** The configuration with every default filled in. */
export interface ResolvedConfig extends Hooks {
  /** The file that was read; absent if there was none. */
  readonly file?: string;
  /** Absolute. Paths in the configuration are relative to it. */
  readonly directory: string;
  /** Paths and globs as configured, relative to `directory`. Empty without a configuration. */
  readonly schema: readonly string[];
  /** Absolute, at least one. New files go to the first. */
  readonly migrations: readonly string[];
  /** Why they are not in the default folder, if no configuration says where they are. */
  readonly migrationsNote?: string;
  readonly database: string;
  readonly databaseSource: DatabaseSource;
  readonly versionTable: QualifiedName;
  readonly casing?: Casing;
  /** The journal of drizzle-kit, if its configuration names it. */
  readonly journal?: QualifiedName;
  /** The schemas to compare; absent if not configured. */
  readonly schemas?: readonly string[];
  /** Absent if extensions are not compared. */
  readonly extensions?: readonly Extension[];
  /** Name patterns of tables; empty means all. */
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
