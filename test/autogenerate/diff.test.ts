/** Any two of a database, the models and a revision can be compared. */
import "../support/pglite-template.js";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { diff, parseSide } from "../../src/autogenerate/diff/diff.js";
import { loadConfig } from "../../src/config/load-config.js";
import { openConnection } from "../../src/database/open.js";
import { readRevisionFiles } from "../../src/revisions/files.js";
import { RevisionGraph } from "../../src/revisions/graph.js";
import { revisionFile } from "../cli/support/project.js";
import { createDatabase } from "../support/database.js";

const models = `
import { integer, pgTable, text } from "drizzle-orm/pg-core";
export const cars = pgTable("cars", { id: integer("id").primaryKey(), plate: text("plate") });
`;

function project(): string {
  const directory = mkdtempSync(join(tmpdir(), "gen-diff-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(join(directory, "migrations"));
  const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));
  symlinkSync(modules, join(directory, "node_modules"), "dir");
  writeFileSync(join(directory, "gen.config.json"), JSON.stringify({ schema: "./schema.ts" }));
  writeFileSync(join(directory, "schema.ts"), models);
  writeFileSync(
    join(directory, "migrations", "aaaa.ts"),
    revisionFile(
      { revision: "aaaa" },
      { upgrade: `await op.execute("create table cars (id integer primary key)");` },
    ),
  );
  return directory;
}

test("a database, the models and a revision, each with each", async () => {
  const { url, connection } = await createDatabase();
  await connection.batch("create table cars (id integer primary key, plate text, extra text)");
  const config = await loadConfig({ cwd: project(), env: {}, databaseUrl: url });
  const graph = RevisionGraph.from(readRevisionFiles(config.migrations));
  const changes = async (from: string, to: string): Promise<readonly string[]> => {
    const sides = { from: parseSide(from), to: parseSide(to) };
    const found = await diff({ ...sides, config, graph: async () => graph, open: openConnection });
    return found.upgrade.map(({ kind }) => kind);
  };
  expect(await changes(url, "models")).toEqual(["dropColumn"]);
  expect(await changes("models", url)).toEqual(["addColumn"]);
  expect(await changes(url, "revision:aaaa")).toEqual(["dropColumn", "dropColumn"]);
  expect(await changes("revision:head", url)).toEqual(["addColumn", "addColumn"]);
  expect(await changes("revision:aaaa", "models")).toEqual(["addColumn"]);
  expect(await changes("models", "revision:aaaa")).toEqual(["dropColumn"]);
  expect(await changes("models", "models")).toEqual([]);
  expect(await changes("revision:aaaa", "revision:head")).toEqual([]);
  expect(await changes("pglite:", url)).toEqual(["createTable"]);

  const left = await connection.query(
    `select from pg_database where datname like 'gen_scratch_${process.pid}_%'`,
  );
  expect(left).toEqual([]);
}, 120_000);

test("what is no side is an error", () => {
  expect(() => parseSide("model")).toThrow(/not one side/);
  expect(() => parseSide("mysql://localhost/x")).toThrow(/not the URL of a PostgreSQL/);
});
