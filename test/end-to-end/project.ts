/** The main road in one process: models in files, revisions in files, a real database. */
import "./three-places.js";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished } from "vitest";
import { check } from "../../src/autogenerate/check.js";
import { createRevision } from "../../src/autogenerate/revision.js";
import type { ProofDifference } from "../../src/autogenerate/proof/types.js";
import type { BothSidesInput } from "../../src/autogenerate/both-sides.js";
import { parseRename } from "../../src/compare/renames/rename.js";
import { loadConfig } from "../../src/config/load-config.js";
import type { ProofPlace, ResolvedConfig } from "../../src/config/types.js";
import type { Connection } from "../../src/database/connection.js";
import { introspect } from "../../src/introspect/introspect.js";
import { describeOperation } from "../../src/operations/rules.js";
import { readRevisionFiles } from "../../src/revisions/files.js";
import { RevisionGraph } from "../../src/revisions/graph.js";
import { sameName } from "../../src/schema/identifiers.js";
import type { ForeignKey, Schema } from "../../src/schema/types.js";
import { createDatabase } from "../support/database.js";
import { downgrade, upgrade } from "../support/runs.js";

export interface Road {
  readonly connection: Connection;
  models(text: string): void;
  /** The text of the new migration, which is proven, or `null` when nothing changed. */
  revision(...renames: readonly string[]): Promise<string | null>;
  /** The new migration with what its proof has found wrong. */
  propose(...renames: readonly string[]): Promise<Proposed | null>;
  /** Other settings than those that the project was created with. */
  configure(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** What the commands take. */
  input(): BothSidesInput;
  /** Changes the text of the newest migration. */
  edit(change: (text: string) => string): void;
  upgrade(target?: string): Promise<void>;
  downgrade(target: string): Promise<void>;
  /** What still differs, in words. */
  check(): Promise<readonly string[]>;
  /** The catalog, columns by name: PostgreSQL cannot put a column back in its place. */
  catalog(): Promise<Schema>;
}

export interface Proposed {
  readonly text: string;
  readonly differences: readonly ProofDifference[];
  readonly notes: readonly string[];
  /** Why the proof gives no verdict. */
  readonly reason?: string | undefined;
  /** Where it was proven. */
  readonly where?: ProofPlace | null | undefined;
}

const nodeModules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/**
 * A project with an empty database. All its schemas are compared.
 *
 * @param settings More of its configuration.
 */
export async function createRoad(settings: Readonly<Record<string, unknown>> = {}): Promise<Road> {
  const { url, connection } = await createDatabase();
  const directory = mkdtempSync(join(tmpdir(), "gen-road-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  symlinkSync(nodeModules, join(directory, "node_modules"), "dir");
  mkdirSync(join(directory, "migrations"));
  const configure = (more: Readonly<Record<string, unknown>>): Promise<ResolvedConfig> => {
    const text = JSON.stringify({ schema: "./models.ts", migrations: "./migrations", ...more });
    writeFileSync(join(directory, "gen.config.json"), text);
    return loadConfig({ cwd: directory, env: {}, databaseUrl: url });
  };
  let config = await configure(settings);
  const graph = (): RevisionGraph => RevisionGraph.from(readRevisionFiles(config.migrations));
  const connect = async (): Promise<Connection> => connection;
  const run = () => ({ connection, config, graph: graph() });
  const propose = async (renames: readonly string[]): Promise<Proposed | null> => {
    const notes: string[] = [];
    const created = await createRevision({
      config,
      graph: graph(),
      message: "change",
      connect,
      renames: renames.map(parseRename),
      onNote: (note) => notes.push(note),
    });
    if (created === null) return null;
    const text = created.revisions.map(({ path }) => readFileSync(path, "utf8")).join("\n");
    const { differences = [], reason, where } = created.proof ?? {};
    return { text, differences, notes, reason, where };
  };
  return {
    connection,
    models: (text) => writeFileSync(join(directory, "models.ts"), text),
    async revision(...renames) {
      const proposed = await propose(renames);
      expect(proposed?.differences ?? []).toEqual([]);
      return proposed?.text ?? null;
    },
    propose: (...renames) => propose(renames),
    async configure(more) {
      config = await configure(more);
    },
    input: () => ({ config, graph: graph(), connect }),
    edit(change) {
      const [head] = graph().heads();
      if (head === undefined) throw new Error("There is no migration.");
      writeFileSync(head.path, change(readFileSync(head.path, "utf8")));
    },
    async upgrade(target = "head") {
      await upgrade({ ...run(), target });
    },
    async downgrade(target) {
      await downgrade({ ...run(), target });
    },
    async check() {
      const { operations } = await check({ config, graph: graph(), connect });
      return operations.map(describeOperation);
    },
    async catalog() {
      const [row] = await connection.query<{ names: string[] }>(
        "select array_agg(nspname::text) as names from pg_namespace where nspname !~ '^pg_'",
      );
      const { schema } = await introspect(connection, {
        schemas: row?.names ?? [],
        versionTable: config.versionTable,
      });
      const byName = (a: { name: string }, b: { name: string }): number =>
        a.name < b.name ? -1 : 1;
      return {
        ...schema,
        tables: schema.tables.map((table) => ({
          ...table,
          columns: [...table.columns].sort(byName),
          foreignKeys: table.foreignKeys.map((one) => withoutChoice(one, schema)),
        })),
      };
    },
  };
}

/**
 * Of several keys over the same columns a foreign key leans on the oldest, and what a downgrade has
 * made again is the youngest: no statement says which.
 */
function withoutChoice(foreignKey: ForeignKey, { tables }: Schema): ForeignKey {
  const { referencedIndex: _, ...rest } = foreignKey;
  const table = tables.find((one) => sameName(one, foreignKey.referencedTable));
  const columns = [...foreignKey.referencedColumns].sort().join("\0");
  const keys = [
    ...(table?.primaryKey ? [table.primaryKey.columns] : []),
    ...(table?.uniqueConstraints ?? []).map((one) => one.columns),
    ...(table?.indexes ?? []).flatMap(({ unique, keys }) =>
      unique ? [keys.map((key) => key.column ?? "")] : [],
    ),
  ].filter((key) => [...key].sort().join("\0") === columns);
  return keys.length > 1 ? rest : foreignKey;
}
