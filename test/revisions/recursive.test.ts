import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readRevisionFiles } from "../../src/revisions/files.js";

test("migrations in folders inside folders are read when that is wanted, each once", () => {
  const root = mkdtempSync(join(tmpdir(), "gen-recursive-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (path: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    const revision = path.replaceAll(/\W/g, "_");
    writeFileSync(
      join(root, path),
      `export const revision = "${revision}";\nexport const downRevision = null;\n`,
    );
  };
  for (const path of ["b.ts", "2026/01/a.ts", "2026/c.mts", "_draft/x.ts", ".git/x.ts"])
    write(path);
  write("node_modules/package/x.ts");
  const read = (recursive: boolean, ...folders: readonly string[]) =>
    readRevisionFiles(
      folders.map((folder) => join(root, folder)),
      { recursive },
    ).map(({ path }) => path.slice(root.length + 1));
  expect(read(false, ".")).toEqual(["b.ts"]);
  expect(read(true, ".")).toEqual(["2026/01/a.ts", "2026/c.mts", "b.ts"]);
  expect(read(true, ".", "2026", "missing")).toEqual(["2026/01/a.ts", "2026/c.mts", "b.ts"]);
});
