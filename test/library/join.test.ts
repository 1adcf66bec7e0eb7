import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { expect, onTestFinished, test } from "vitest";
import * as gen from "../../src/index.js";
import { revisionFile } from "../cli/support/project.js";
import { createDatabase } from "../support/database.js";

const nodeModules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** Two revisions that both add a table of one name. */
function createProject(): string {
  const cwd = mkdtempSync(join(tmpdir(), "gen-join-"));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  symlinkSync(nodeModules, join(cwd, "node_modules"), "dir");
  mkdirSync(join(cwd, "migrations"));
  const write = (revision: string, downRevision: string | null, upgrade: string) =>
    writeFileSync(
      join(cwd, "migrations", `${revision}.ts`),
      revisionFile({ revision, downRevision }, { upgrade }),
    );
  write("aaaa", null, "");
  write("bbbb", "aaaa", `await op.createSequence("numbers");`);
  write("cccc", "aaaa", `await op.createSequence("numbers", { increment: 2 });`);
  return cwd;
}

test("conflicts are asked for without a database", async () => {
  const options = { cwd: createProject(), config: { schema: "./schema/*.ts" } };
  expect(await gen.conflicts(options)).toMatchObject({
    conflicts: [{ kind: "bothAdd", object: "public.numbers" }],
    unjudged: [],
  });
  expect(await gen.conflicts({ ...options, revisions: ["bbbb"] })).toEqual({
    conflicts: [],
    unjudged: [],
  });
});

test("a merge that is proven is refused when the branches do not go together", async () => {
  const { url } = await createDatabase();
  const cwd = createProject();
  const merging = gen.merge({ cwd, databaseUrl: url, prove: true });
  await expect(merging).rejects.toMatchObject({ code: "merge_conflict", status: 1 });
  expect(await gen.heads({ cwd })).toHaveLength(2);
});

test("rebase changes the file, unless the revision is applied", async () => {
  const connection = new PGlite();
  onTestFinished(() => connection.close());
  const options = { cwd: createProject(), config: { schema: "./schema/*.ts" }, connection };
  await gen.upgrade({ ...options, target: "bbbb" });
  await expect(gen.rebase({ ...options, revision: "bbbb", onto: "cccc" })).rejects.toMatchObject({
    code: "revision_applied",
    status: 5,
  });
  const rebased = await gen.rebase({ ...options, revision: "cccc", onto: "bbbb" });
  expect(rebased).toMatchObject({ revision: "cccc", downRevision: ["bbbb"] });
  expect(readFileSync(rebased.path, "utf8")).toContain('downRevision = "bbbb"');
  expect(await gen.heads(options)).toMatchObject([{ revision: "cccc" }]);
});
