/** In which order the database is read while the models load. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readBothSides } from "../../src/autogenerate/both-sides.js";
import { loadConfig } from "../../src/config/load-config.js";
import type { Connection } from "../../src/database/connection.js";
import { RevisionGraph } from "../../src/revisions/graph.js";
import { createDatabase } from "../support/database.js";

test("an upgrade that ends while the database is read is not taken for an old catalog at the new head", async () => {
  const { url, connection } = await createDatabase();
  const directory = mkdtempSync(join(tmpdir(), "gen-sides-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(join(directory, "models.ts"), "export {};");
  writeFileSync(join(directory, "gen.config.json"), JSON.stringify({ schema: "./models.ts" }));
  const config = await loadConfig({ cwd: directory, env: {}, databaseUrl: url });
  await connection.batch("create table gen_version (version_num varchar(32) primary key)");

  const { rows, reading } = await readBothSides({
    config,
    graph: RevisionGraph.from([]),
    connect: async () => upgradedAfterTheCatalog(connection),
  });
  const isThere = reading.catalog.rows.relations.some(({ name }) => name === "late");
  expect(rows).toEqual(isThere ? ["1"] : []);
});

/** As if another's upgrade were committed right after the catalog has been read. */
function upgradedAfterTheCatalog(connection: Connection): Connection {
  const upgrade = "create table late (); insert into gen_version values ('1')";
  return new Proxy(connection, {
    get(target, property) {
      if (property === "batch") return (sql: string) => target.batch(`${sql};\n${upgrade}`);
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
