import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readPlainConfig } from "../../src/config/plain-config.js";

function read(text: string, name = "gen.config.ts"): unknown {
  const directory = mkdtempSync(join(tmpdir(), "gen-config-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, name);
  writeFileSync(file, text);
  return readPlainConfig(file)?.default;
}

const own = `import { defineConfig } from "drizzle-gen";\n`;

describe("read without a bundler", () => {
  test.each([
    ["as gen init writes it", `${own}\nexport default defineConfig({ schema: "a" });\n`],
    ["without an import", `export default { schema: "a" };`],
    [
      "with a comment",
      `/** Ours. */\n${own}export default defineConfig({ schema: "a" }); // yes\n`,
    ],
    ["with a constant", `const schema = "a";\nexport default { schema };`],
    [
      "with types",
      `import type { Config } from "drizzle-gen";\nexport default { schema: "a" } satisfies Config;`,
    ],
    [
      "with an annotation",
      `import type { Config } from "drizzle-gen";\nconst config: Config = { schema: "a" };\nexport default config;`,
    ],
    ["as a constant", `export default { schema: "a" } as const;`],
    [
      "with Node's own modules",
      `import { join as path, dirname } from "node:path";\nimport * as url from "node:url";\nimport fs from "node:fs";\nexport default { schema: fs && url && path(dirname("a/b")) };`,
    ],
    ["with the environment", `export default { schema: process.env["NO_SUCH"] ?? "a" };`],
  ])("%s", (_, text) => {
    expect(read(text)).toEqual({ schema: "a" });
  });
});

describe("left to the loader", () => {
  test.each([
    ["another import", `import { a } from "./a";\nexport default { schema: a };`],
    ["types", `export default { schema: "a" } satisfies object;`],
    [
      "a module that Node does not have",
      `import a from "node:nothing";\nexport default { schema: "a" };`,
    ],
    ["type arguments", `const f = (a) => a;\nexport default f<string>("a");`],
    ["words of types in a string", `export default { schema: "a as const" };`],
    ["await", `export default { schema: await "a" };`],
    ["a mistake", `export default {`],
    ["an error", `throw new Error("x");\nexport default {};`],
    ["CommonJS", `module.exports = { schema: "a" };`],
    ["its own place", `export default { schema: import.meta.url };`],
  ])("%s", (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  test("JSON", () => expect(read(`{ "schema": "a" }`, "gen.config.json")).toBeUndefined());
});
