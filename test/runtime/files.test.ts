import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readRevisionFiles } from "../../src/revisions/files.js";
import { RevisionGraph } from "../../src/revisions/graph.js";
import { currentRows } from "../../src/runtime/version-table.js";
import { type RunOptions, stamp } from "../../src/runtime/run.js";
import type { Connection } from "../../src/database/connection.js";
import { createDatabase } from "../support/database.js";
import { dryRunUpgrade, upgrade } from "../support/runs.js";
import { tables } from "./project.js";

const versionTable = { schema: "public", name: "gen_version" };

describe("migrations from files", () => {
  test("run as they stand", async () => {
    const { connection } = await createDatabase();
    const options = optionsOf(connection, {
      a: 'await op.createTable("users", { id: serial("id").primaryKey() });',
      b: 'await op.addColumn("users", varchar("name", { length: 50 }));',
    });
    const { steps } = await upgrade({ ...options, target: "head" });
    expect(steps.map((step) => step.revision)).toEqual(["a", "b"]);
  });

  test("a failure names the file and the line of the call", async () => {
    const { connection } = await createDatabase();
    const options = optionsOf(connection, {
      a: 'await op.execute("SELECT 1");\n\n  await op.execute("SELECT nonsense");',
    });
    await expect(upgrade({ ...options, target: "head" })).rejects.toMatchObject({
      code: "migration_failed",
      line: 13,
      message: expect.stringMatching(/0000_a\.ts:13\) failed: column "nonsense" does not exist/),
    });
  });

  test("a missing await names its line", async () => {
    const { connection } = await createDatabase();
    const options = optionsOf(connection, { a: '\n  op.execute("SELECT 1");' });
    await expect(upgrade({ ...options, target: "head" })).rejects.toMatchObject({
      code: "not_awaited",
      line: 12,
      message: expect.stringMatching(/0000_a\.ts:12\) failed: op\.execute is not awaited\./),
    });
  });

  test("an error in the file's own code names the line", async () => {
    const { connection } = await createDatabase();
    const options = optionsOf(connection, { a: '\n\n  throw new Error("not today");' });
    await expect(upgrade({ ...options, target: "head" })).rejects.toMatchObject({ line: 13 });
  });

  test("a broken one stops the run before the first", async () => {
    const { connection } = await createDatabase();
    const options = optionsOf(connection, {
      a: 'await op.createTable("users", { id: serial("id") });',
      b: "await op.(;",
    });
    await expect(upgrade({ ...options, target: "head" })).rejects.toMatchObject({
      code: "migration_load",
      message: expect.stringContaining("0001_b.ts"),
    });
    expect(await tables(connection)).toEqual([]);
  });

  test("one without the function says what to write", async () => {
    const { connection } = await createDatabase();
    const options = optionsOf(connection, { a: "}\nfunction other() {" }, "up");
    await expect(upgrade({ ...options, target: "head" })).rejects.toMatchObject({
      code: "migration_load",
      message: expect.stringContaining("exports no function `upgrade`"),
    });
    expect(await currentRows(connection, versionTable)).toEqual([]);
  });
});

describe("a database that has the tables and no version row", () => {
  const createUsers = 'await op.createTable("users", { id: serial("id").primaryKey() });';
  const createPosts =
    'await op.createTable({ schema: "public", name: "po?sts" }, { id: serial("id") });';
  const addName = 'await op.addColumn("users", varchar("name", { length: 50 }));';

  test("is told before anything is run, with the command that records it", async () => {
    const { connection } = await createDatabase();
    await connection.batch('CREATE TABLE users (id integer); CREATE TABLE "po?sts" (id integer)');
    const options = optionsOf(connection, { a: addName, b: createUsers, c: createPosts, d: "" });
    for (const run of [upgrade, dryRunUpgrade]) {
      await expect(run({ ...options, target: "head" })).rejects.toMatchObject({
        code: "not_stamped",
        status: 5,
        message: expect.stringMatching(
          /objects that b creates exist: public\.users\. Nothing was run\./,
        ),
        hint: expect.stringContaining("`gen stamp c`"),
      });
    }
    await stamp({ ...options, targets: ["c"] });
    expect((await upgrade({ ...options, target: "head" })).steps).toHaveLength(1);
  });

  test("names the revision that its tables reach", async () => {
    const { connection } = await createDatabase();
    await connection.batch("CREATE TABLE users (id integer)");
    const options = optionsOf(connection, { a: createUsers, b: addName, c: createPosts });
    await expect(upgrade({ ...options, target: "head" })).rejects.toMatchObject({
      hint: expect.stringContaining("`gen stamp a`"),
    });
  });

  test.each([
    [
      "looks first",
      `if ((await op.query("SELECT to_regclass('users') AS t"))[0]?.t) return;\n  ${createUsers}`,
    ],
    ["drops it first", `await op.dropTable("users");\n  ${createUsers}`],
    [
      "hands op to a function",
      `await (async (o: Op) => o.dropTable("users"))(op);\n  ${createUsers}`,
    ],
  ])("is no error where a migration %s", async (_, body) => {
    const { connection } = await createDatabase();
    await connection.batch("CREATE TABLE users (id integer)");
    const options = optionsOf(connection, { a: body });
    expect((await upgrade({ ...options, target: "head" })).heads).toEqual(["a"]);
  });
});

/** A linear history of files; the bodies of their `upgrade` by revision. */
function optionsOf(
  connection: Connection,
  bodies: Readonly<Record<string, string>>,
  functionName = "upgrade",
): RunOptions {
  const root = join(import.meta.dirname, "..", "..", "node_modules", ".cache");
  mkdirSync(root, { recursive: true });
  const directory = mkdtempSync(join(root, "gen-migrations-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  let parent = "null";
  for (const [index, [revision, body]] of Object.entries(bodies).entries()) {
    const path = join(directory, `000${index}_${revision}.ts`);
    writeFileSync(path, fileOf(revision, parent, body, functionName));
    parent = `"${revision}"`;
  }
  const graph = RevisionGraph.from(readRevisionFiles([directory]));
  return { connection, graph, config: { directory, versionTable } };
}

function fileOf(revision: string, parent: string, body: string, functionName: string): string {
  return `/** Revision ${revision} */
import { serial, varchar } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export const revision = "${revision}";
export const downRevision = ${parent};
export const branchLabels = null;
export const dependsOn = null;

export async function ${functionName}(op: Op) {
  ${body}
}

export const unused = [serial, varchar];
`;
}
