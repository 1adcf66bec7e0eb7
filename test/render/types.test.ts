/** What is rendered passes TypeScript's strictest checks in the user's project. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it, onTestFinished } from "vitest";
import { randomTable } from "./support/random-table.js";
import { render, root } from "./support/render.js";
import { samples } from "./support/samples.js";

const compilerOptions = {
  target: "ES2022",
  module: "NodeNext",
  types: ["node"],
  strict: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  skipLibCheck: true,
  noEmit: true,
  paths: { "drizzle-gen": [join(root, "test/render/support/package.ts")] },
};

it("type-checks, whatever the operations", async () => {
  const directory = mkdtempSync(join(tmpdir(), "gen-types-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  mkdirSync(join(directory, "migrations"));
  writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(directory, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["migrations"] }),
  );
  const add = (name: string, text: string) =>
    writeFileSync(join(directory, "migrations", `${name}.ts`), text);

  for (const operations of Object.values(samples)) {
    add(operations[0].kind, await render(operations, { downgrade: operations }));
  }
  add("empty", await render([]));
  const tables = fc.sample(randomTable(), { numRuns: 30, seed: 1 });
  for (const [position, table] of tables.entries()) {
    add(`table${position}`, await render([{ kind: "createTable", table }]));
  }
  expect(complaints(directory)).toEqual([]);
  add("wrong", "export const wrong: string = 5;");
  expect(complaints(directory)).toHaveLength(1);
});

/** What the compiler says about the migrations. */
function complaints(directory: string): readonly string[] {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  try {
    execFileSync(process.execPath, [compiler, "-p", directory], { cwd: directory });
    return [];
  } catch (error) {
    const output = error instanceof Error && "stdout" in error ? String(error.stdout) : "";
    return output.split("\n").filter((line) => line.startsWith("migrations/"));
  }
}
