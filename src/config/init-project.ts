import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { adoptDrizzleConfig } from "./adopt-drizzle-config.js";
import { drizzleConfigFiles, findModels, freeMigrationsFolder, ownConfigFiles } from "./find.js";
import { loadConfig, loadEnvFile } from "./load-config.js";

export interface InitOptions {
  /** Absolute; created if missing. */
  readonly directory: string;
  /** The migration template that the project gets a copy of, and the name that it has there. */
  readonly template: { readonly path: string; readonly name: string };
  /** Read for `DATABASE_URL`, after the project's `.env` is added. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface InitOutcome {
  /** Absolute paths of the new files. */
  readonly written: readonly string[];
  /** Absolute paths of existing files, which were not changed. */
  readonly left: readonly string[];
  /** What could not be copied or was not obvious. */
  readonly notes: readonly string[];
}

/**
 * Sets up a project: `gen.config.ts`, and the migrations folder with its template. Never overwrites.
 * Copies the expressions of an existing `drizzle.config.*`, so that no credential is copied.
 */
export async function initProject({ directory, template, env }: InitOptions): Promise<InitOutcome> {
  const config = ownConfigFiles.map((name) => join(directory, name)).find(existsSync);
  const project = await inspectProject(directory, env);
  const configured =
    config === undefined
      ? undefined
      : await loadConfig({ cwd: directory, configFile: config, env: { ...process.env } });
  const migrations = configured?.migrations[0] ?? join(directory, project.migrations);
  const outcome = { written: new Array<string>(), left: new Array<string>() };
  const make = async (path: string, write: () => Promise<unknown>) => {
    if (existsSync(path)) return void outcome.left.push(path);
    await mkdir(dirname(path), { recursive: true });
    await write();
    outcome.written.push(path);
  };
  const configFile = config ?? join(directory, "gen.config.ts");
  const copy = join(migrations, template.name);

  // `wx` fails if the file has been created in the meantime.
  await make(configFile, () => writeFile(configFile, configText(project), { flag: "wx" }));
  await make(migrations, () => mkdir(migrations));
  await make(copy, async () => writeFile(copy, await readFile(template.path), { flag: "wx" }));
  return { ...outcome, notes: config === undefined ? project.notes : [] };
}

async function inspectProject(directory: string, env: InitOptions["env"]) {
  const drizzle = drizzleConfigFiles.map((name) => join(directory, name)).find(existsSync);
  const adopted = drizzle === undefined ? undefined : await adoptDrizzleConfig(drizzle);
  const models = findModels(directory);
  const { migrations, migrationsNote } = freeMigrationsFolder(directory, adopted?.out);
  const isEmbedded = drizzle === undefined && lacksDatabase(directory, env);
  const embeddedNote =
    isEmbedded && `DATABASE_URL is not set: gen.config.ts names an embedded database, ${embedded}.`;
  return {
    migrations,
    /** Keys of the configuration and the expressions after them. */
    entries: [
      { key: "schema", text: adopted?.schema ?? JSON.stringify(models.pattern) },
      { key: "migrations", text: JSON.stringify(migrations) },
      ...(adopted?.others ?? []),
    ],
    /** An expression; absent if `DATABASE_URL` is enough. */
    database: isEmbedded ? embedded : adopted?.database,
    isEmbedded,
    notes: [
      ...(adopted?.notes ?? []),
      migrationsNote,
      ...(adopted?.schema === undefined ? models.notes : []),
      embeddedNote,
    ].filter((note) => typeof note === "string"),
  };
}

type Project = Awaited<ReturnType<typeof inspectProject>>;

const embedded = JSON.stringify("pglite:.gen/pgdata");

/** Whether neither the environment nor the project's `.env` names a database. */
function lacksDatabase(directory: string, env: InitOptions["env"]): boolean {
  const whole = { ...env };
  loadEnvFile(directory, whole);
  return (whole["DATABASE_URL"] ?? "") === "";
}

function configText({ entries, database, isEmbedded }: Project): string {
  const lines = entries.map(({ key, text }) => `  ${key}: ${text},`);
  return `import { defineConfig } from "drizzle-gen";
${declarationOfProcess([...lines, database ?? ""].join("\n"))}
export default defineConfig({
${lines.join("\n")}
  // --database-url and DATABASE_URL (also from .env) come first. ${
    isEmbedded
      ? "Without them, an embedded\n  // PostgreSQL in .gen/pgdata is used."
      : "Without any\n  // database, `gen upgrade` stops with status 2."
  }
${database === undefined ? "" : `  database: ${database},\n`}});
`;
}

/**
 * Declares the environment variables that are used, for projects without `@types/node`.
 */
function declarationOfProcess(text: string): string {
  const used = text.matchAll(/\bprocess\.env(?:\.([A-Za-z_$][\w$]*)|\[(["'`])([\w$]+)\2\])/g);
  const names = [...new Set([...used].map(([, member, , key]) => member ?? key ?? ""))];
  if (names.length === 0) return "";
  const members = names.map((name) => `${name}?: string`).join("; ");
  return `\ndeclare const process: { env: { ${members} } };\n`;
}
