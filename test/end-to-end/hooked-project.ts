/** A project with a configuration file of its own, a database and no process in between. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { check } from "../../src/autogenerate/check.js";
import { createRevision, type CreatedRevision } from "../../src/autogenerate/revision.js";
import { proveRevision } from "../../src/autogenerate/prove-revision.js";
import type { Proof } from "../../src/autogenerate/proof/types.js";
import { parseRename } from "../../src/compare/renames/rename.js";
import { loadConfig } from "../../src/config/load-config.js";
import type { Connection } from "../../src/database/connection.js";
import { describeOperation } from "../../src/operations/rules.js";
import { readRevisionFiles } from "../../src/revisions/files.js";
import { resolveRevision } from "../../src/revisions/resolve.js";
import { RevisionGraph } from "../../src/revisions/graph.js";
import { createDatabase } from "../support/database.js";
import { downgrade, upgrade } from "../support/runs.js";

export interface Project {
  readonly connection: Connection;
  write(file: string, text: string): void;
  read(path: string): string;
  /** Writes `models.ts` with Drizzle's imports above it. */
  models(text: string): void;
  revision(message: string, ...renames: readonly string[]): Promise<CreatedRevision | null>;
  /** Proves a migration that is there. */
  prove(identifier: string): Promise<Proof>;
  upgrade(): Promise<void>;
  downgrade(target: string): Promise<void>;
  check(): Promise<readonly string[]>;
  /** What was told besides, by all revisions. */
  readonly notes: readonly string[];
  /** The names of the migrations' files. */
  files(): readonly string[];
  /** The tables of `public`, by name. */
  tables(): Promise<readonly string[]>;
}

const nodeModules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** @param keys Of the configuration, besides where the models are. */
export async function createProject(keys: string): Promise<Project> {
  const directory = mkdtempSync(join(tmpdir(), "gen-hooks-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  symlinkSync(nodeModules, join(directory, "node_modules"), "dir");
  mkdirSync(join(directory, "migrations"));
  const write = (file: string, text: string): void => {
    mkdirSync(join(directory, file, ".."), { recursive: true });
    writeFileSync(join(directory, file), text);
  };
  write(
    "gen.config.ts",
    `import { defineConfig } from "drizzle-gen";
     export default defineConfig({ schema: "./models/*.ts", ${keys} });`,
  );
  const { url, connection } = await createDatabase();
  const config = await loadConfig({ cwd: directory, env: {}, databaseUrl: url });
  const graph = (): RevisionGraph => RevisionGraph.from(readRevisionFiles(config.migrations));
  const connect = async (): Promise<Connection> => connection;
  const notes: string[] = [];
  return {
    connection,
    notes,
    write,
    read: (path) => readFileSync(path, "utf8"),
    models: (text) => write("models/models.ts", header + text),
    revision: (message, ...renames) =>
      createRevision({
        config,
        graph: graph(),
        message,
        connect,
        renames: renames.map(parseRename),
        onNote: (note) => notes.push(note),
      }),
    async prove(identifier) {
      const all = graph();
      const revision = resolveRevision(all, identifier);
      if (revision === undefined) throw new Error(`${identifier} is the base.`);
      return proveRevision({ config, graph: all, revision, connect });
    },
    async upgrade() {
      await upgrade({ connection, config, graph: graph(), target: "head" });
    },
    async downgrade(target) {
      await downgrade({ connection, config, graph: graph(), target });
    },
    async check() {
      const { operations } = await check({ config, graph: graph(), connect });
      return operations.map(describeOperation);
    },
    files: () => readdirSync(join(directory, "migrations")).toSorted(),
    async tables() {
      const rows = await connection.query<{ name: string }>(
        "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1",
      );
      return rows.map((row) => row.name);
    },
  };
}

const header = `
  import { sql } from "drizzle-orm";
  import { pgTable, pgSchema, pgEnum, pgSequence, pgView, pgMaterializedView, pgTableCreator, integer,
    serial, text, timestamp, varchar } from "drizzle-orm/pg-core";
`;
