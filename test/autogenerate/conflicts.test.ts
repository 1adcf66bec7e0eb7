import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  branchPairs,
  type ConflictReport,
  findConflicts,
  isForked,
} from "../../src/autogenerate/conflicts/find.js";
import { readRevisionFiles } from "../../src/revisions/files.js";
import { RevisionGraph } from "../../src/revisions/graph.js";
import { graphOf } from "../revisions/graphs.js";

const nodeModules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** What is found between two revisions on one base, given the bodies of their upgrades. */
function between(left: string, right: string): Promise<ConflictReport> {
  const directory = mkdtempSync(join(tmpdir(), "gen-conflicts-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  symlinkSync(nodeModules, join(directory, "node_modules"), "dir");
  mkdirSync(join(directory, "migrations"));
  const write = (revision: string, downRevision: string | null, body: string) =>
    writeFileSync(
      join(directory, "migrations", `${revision}.ts`),
      `import { integer, text } from "drizzle-orm/pg-core";
import { sqlType, type Op } from "drizzle-gen";
export const revision = "${revision}";
export const downRevision = ${JSON.stringify(downRevision)};
export async function upgrade(op: Op) { ${body} }
`,
    );
  write("root", null, "throw new Error('what lies below the fork is not run')");
  write("left", "root", left);
  write("right", "root", right);
  const graph = RevisionGraph.from(readRevisionFiles([join(directory, "migrations")]));
  return findConflicts(branchPairs(graph.heads()), { directory });
}

const told = ({ conflicts }: ConflictReport) =>
  conflicts.map(({ kind, object, sides: [first] }) => `${kind} ${object} (${first.head})`);

describe("two branches that", () => {
  test.each([
    [
      "both alter a column",
      `await op.alterColumn("t", "a", { nullable: false })`,
      `await op.alterColumn("t", "a", { default: "1" })`,
      ["bothAlter public.t.a (left)"],
    ],
    [
      "both add a table",
      `await op.createTable("t", { id: integer("id") })`,
      `await op.createTable("t", { id: integer("id") })`,
      ["bothAdd public.t (left)"],
    ],
    [
      "both add a column",
      `await op.addColumn("t", text("a"))`,
      `await op.addColumn("t", integer("a"))`,
      ["bothAdd public.t.a (left)"],
    ],
    [
      "both add a primary key",
      `await op.createPrimaryKey("one", "t", ["a"])`,
      `await op.createPrimaryKey("two", "t", ["b"])`,
      ["bothAdd the primary key of public.t (left)"],
    ],
    [
      "both drop a column",
      `await op.dropColumn("t", "a")`,
      `await op.dropColumn("t", "a")`,
      ["bothDrop public.t.a (left)"],
    ],
    [
      "both rename a column",
      `await op.renameColumn("t", "a", "b")`,
      `await op.renameColumn("t", "a", "c")`,
      ["bothDrop public.t.a (left)"],
    ],
    [
      "both rename to one name",
      `await op.renameTable("t", "x")`,
      `await op.renameTable("u", "x")`,
      ["bothAdd public.x (left)"],
    ],
    [
      "give one name to an index and a table",
      `await op.createIndex("x", "t", ["a"])`,
      `await op.createTable("x", { id: integer("id") })`,
      ["bothAdd public.x (left)"],
    ],
    [
      "both add values to an enum",
      `await op.addEnumValue("mood", "calm")`,
      `await op.addEnumValue("mood", "glad")`,
      ["bothAlter public.mood (left)"],
    ],
    [
      "drop and alter a column",
      `await op.alterColumn("t", "a", { nullable: false })`,
      `await op.dropColumn("t", "a")`,
      ["dropsUsed public.t.a (right)"],
    ],
    [
      "drop a column and index it",
      `await op.dropColumn("t", "a")`,
      `await op.createIndex("i", "t", ["a"])`,
      ["dropsUsed public.t.a (left)"],
    ],
    [
      "drop a table and change it",
      `await op.addColumn("t", text("b"))`,
      `await op.dropTable("t")`,
      ["dropsUsed public.t (right)"],
    ],
    [
      "rename a table and change it",
      `await op.renameTable("t", "u")`,
      `await op.dropColumn("t", "a")`,
      ["dropsUsed public.t (left)"],
    ],
    [
      "drop a table and refer to it",
      `await op.dropTable("t")`,
      `await op.createForeignKey("f", "u", ["t_id"], "t", ["id"])`,
      ["dropsUsed public.t (left)"],
    ],
    [
      "drop an enum and use it",
      `await op.dropEnum("mood")`,
      `await op.addColumn("t", sqlType("mood")("m"))`,
      ["dropsUsed public.mood (left)"],
    ],
    [
      "drop a column and check it",
      `await op.dropColumn("t", "a")`,
      `await op.createCheckConstraint("c", "t", "a > 0")`,
      ["dropsUsed public.t.a (left)"],
    ],
    [
      "drop a column and read it in a view",
      `await op.dropColumn("t", "a")`,
      `await op.createView("v", "SELECT a FROM t")`,
      ["dropsUsed public.t.a (left)"],
    ],
    [
      "drop a column and write to it",
      `await op.dropColumn("t", "a")`,
      `await op.bulkInsert("t", [{ a: 1 }])`,
      ["dropsUsed public.t.a (left)"],
    ],
    [
      "comment on one column",
      `await op.commentOn("column", { table: "t", name: "a" }, "x")`,
      `await op.commentOn("column", { table: "t", name: "a" }, "y")`,
      ["bothAlter the comment on public.t.a (left)"],
    ],
    [
      "do so outside of transactions",
      `await op.autocommit(async (op) => { await op.dropIndex("i", { concurrently: true }) })`,
      `await op.dropIndex("i")`,
      ["bothDrop public.i (left)"],
    ],
  ])("%s quarrel", async (_, left, right, expected) => {
    expect(told(await between(left, right))).toEqual(expected);
  });

  test.each([
    [
      "add different columns",
      `await op.addColumn("t", text("a"))`,
      `await op.addColumn("t", text("b"))`,
    ],
    [
      "alter different columns",
      `await op.alterColumn("t", "a", { nullable: true })`,
      `await op.alterColumn("t", "b", { nullable: true })`,
    ],
    [
      "add different indexes on one column",
      `await op.createIndex("i", "t", ["a"])`,
      `await op.createIndex("j", "t", ["a"])`,
    ],
    [
      "refer to one table",
      `await op.createForeignKey("f", "u", ["t"], "t", ["id"])`,
      `await op.createForeignKey("g", "v", ["t"], "t", ["id"])`,
    ],
    [
      "drop a column and change the rest of its table",
      `await op.dropColumn("t", "a")`,
      `await op.addColumn("t", text("b"))`,
    ],
    [
      "drop a column and check another",
      `await op.dropColumn("t", "a")`,
      `await op.createCheckConstraint("c", "t", "average > 0")`,
    ],
    ["do nothing", "", ""],
  ])("%s do not quarrel", async (_, left, right) => {
    expect(await between(left, right)).toEqual({ conflicts: [], unjudged: [] });
  });
});

describe("what cannot be judged is named:", () => {
  test("SQL of one's own, and what it mentions", async () => {
    const report = await between(
      `await op.execute("UPDATE t SET a = 1")`,
      `await op.dropColumn("t", "a")`,
    );
    expect(told(report)).toEqual(["dropsUsed public.t.a (right)"]);
    expect(report.unjudged).toMatchObject([
      { revision: "left", reason: "execute UPDATE t SET a = 1" },
    ]);
  });

  test("what comes after a read, a failure, or a missing await", async () => {
    const reads = await between(
      `await op.addColumn("t", text("a")); await op.query("SELECT 1");`,
      `await op.addColumn("t", text("a")); throw new Error("no");`,
    );
    expect(told(reads)).toEqual(["bothAdd public.t.a (left)"]);
    expect(reads.unjudged.map(({ reason }) => reason)).toEqual([
      "it reads from the database",
      "no",
    ]);
    const waits = await between(`await new Promise(() => undefined);`, `await op.dropTable("t");`);
    expect(waits.unjudged).toMatchObject([{ reason: "it waits for something else" }]);
    const loose = await between(`void op.db;`, `void op.query("SELECT 1");`);
    expect(loose.unjudged.map(({ revision }) => revision)).toEqual(["left", "right"]);
  });
});

describe("branches", () => {
  const names = (text: string) =>
    branchPairs(graphOf(text).heads()).map((pair) =>
      pair.map(
        ({ head, revisions }) => `${head.revision}: ${revisions.map((r) => r.revision).join(" ")}`,
      ),
    );

  test("are what one side has and the other has not", () => {
    expect(names("a< b<a c<a d<c")).toEqual([["b: b", "d: c d"]]);
    expect(names("a< b<a c<a d<b,c e<c")).toEqual([["d: b d", "e: e"]]);
    expect(names("a< b<a")).toEqual([]);
    expect(names("a< b<a c<a d<a")).toHaveLength(3);
  });

  test("that a dependency puts above each other are not joined", () => {
    expect(names("a< b<a x<(b)")).toEqual([]);
  });

  test("without a common ancestor are told apart", () => {
    const [apart] = branchPairs(graphOf("a< b<a x< y<x").heads());
    const [forked] = branchPairs(graphOf("a< b<a c<a").heads());
    expect([apart, forked].map((pair) => pair !== undefined && isForked(pair))).toEqual([
      false,
      true,
    ]);
  });
});
