import { chmodSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { loadModules } from "../../src/loader/load-modules.js";
import { originalStack } from "../../src/loader/source-positions.js";
import { project } from "./project.js";

async function load(directory: string, ...files: string[]) {
  const modules = await loadModules(files, { directory });
  return modules.map(({ exports }) => exports);
}

test("TypeScript with a type annotation, an enum and a parameter property", async () => {
  const directory = project({
    "a.ts": `enum E { A = 1 } class C { constructor(public x: number) {} }
      export const value: number = new C(E.A).x; export type T = string;`,
  });
  expect(await load(directory, "a.ts")).toEqual([{ value: 1 }]);
});

test("modules come back in the order asked for, each run once", async () => {
  const directory = project({
    "shared.ts": `globalThis.timesRun = (globalThis.timesRun ?? 0) + 1; export const object = {};`,
    "a.ts": `export { object } from "./shared"; export const n = globalThis.timesRun;`,
    "b.ts": `export { object } from "./shared.js"; export const n = globalThis.timesRun;`,
  });
  const [b, a, again, shared] = await load(directory, "b.ts", "a.ts", "b.ts", "shared.ts");
  expect([a?.["n"], b?.["n"]]).toEqual([1, 1]);
  expect(a?.["object"]).toBe(shared?.["object"]);
  expect(again).toBe(b);
});

test("extensionless, .js that is .ts, a directory's index, .mts, .cts, JSON, top-level await", async () => {
  const directory = project({
    "a.ts": `import { b } from "./b"; import { c } from "./c.js"; import { d } from "./d";
      import { e } from "./e.mjs"; import { f } from "./f.cjs"; import g from "./g.json";
      import h from "./g.json" with { type: "json" };
      const later = await Promise.resolve("later");
      export const all = [b, c, d, e, f, g.name, h.name, later];`,
    "b.ts": "export const b = 'b';",
    "c.ts": "export const c = 'c';",
    "d/index.ts": "export const d = 'd';",
    "e.mts": "export const e = 'e';",
    "f.cts": "export const f: string = 'f';",
    "g.json": `{ "name": "g" }`,
  });
  expect(await load(directory, "a.ts")).toEqual([
    { all: ["b", "c", "d", "e", "f", "g", "g", "later"] },
  ]);
});

test("CommonJS that requires a package and a file", async () => {
  const directory = project({
    "a.cjs": `const { pgTable, integer } = require("drizzle-orm/pg-core");
      const { readFileSync } = require("fs");
      module.exports = { t: pgTable("t", { id: integer() }), own: require("./b.cjs").own, readFileSync };`,
    "b.cjs": "exports.own = __filename;",
  });
  const [a] = await load(directory, "a.cjs");
  expect(a?.["own"]).toBe(join(directory, "b.cjs"));
  expect(a?.["t"]).toBeTypeOf("object");
});

test("aliases of tsconfig.json, through extends and baseUrl, and imports of package.json", async () => {
  const directory = project({
    "base.json": `{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"] } } }`,
    "tsconfig.json": `{ "extends": "./base.json" } // a comment`,
    "package.json": `{ "name": "app", "imports": { "#lib/*": "./lib/*.ts" } }`,
    "src/x.ts": "export const x = 'x';",
    "lib/y.ts": "export const y = 'y';",
    "models/a.ts": `export { x } from "@/x"; export { y } from "#lib/y"; export { x as z } from "src/x";`,
  });
  expect(await load(directory, "models/a.ts")).toEqual([{ x: "x", y: "y", z: "x" }]);
});

test("the project's own packages, each file its nearest", async () => {
  const pack = (version: string): Record<string, string> => ({
    "package.json": `{ "name": "p", "type": "module", "exports": { "import": "./m.js", "require": "./c.cjs" } }`,
    "m.js": `export const version = "${version} module";`,
    "c.cjs": `exports.version = "${version} commonjs";`,
  });
  const prefixed = (prefix: string, files: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${prefix}/${name}`, text]));
  const directory = project({
    ...prefixed("node_modules/p", pack("1")),
    ...prefixed("inner/node_modules/p", pack("2")),
    "a.ts": `export { version } from "p";`,
    "inner/a.ts": `export { version } from "p";`,
    "c.cjs": `module.exports = require("p");`,
  });
  const [a, inner, c] = await load(directory, "a.ts", "inner/a.ts", "c.cjs");
  expect([a?.["version"], inner?.["version"], c?.["version"]]).toEqual([
    "1 module",
    "2 module",
    "1 commonjs",
  ]);
});

test("a workspace package that exports TypeScript", async () => {
  const directory = project({
    "packages/db/package.json": `{ "name": "@app/db", "exports": { ".": "./src/index.ts" } }`,
    "packages/db/src/index.ts": `export { id } from "./id.js";`,
    "packages/db/src/id.ts": "export const id: number = 7;",
    "node_modules/in-modules/package.json": `{ "name": "in-modules", "main": "./index.ts" }`,
    "node_modules/in-modules/index.ts": "export const n: number = 8;",
    "node_modules/@app/.keep": "",
    "a.ts": `export { id } from "@app/db"; export { n } from "in-modules";`,
  });
  symlinkSync(join(directory, "packages/db"), join(directory, "node_modules/@app/db"), "junction");
  expect(await load(directory, "a.ts")).toEqual([{ id: 7, n: 8 }]);
});

test("import.meta and __dirname are each file's own", async () => {
  const directory = project({
    "a.ts": `export const url = import.meta.url; export { dir } from "./lib/b";`,
    "lib/b.ts": `import { fileURLToPath } from "node:url"; import { dirname } from "node:path";
      const __dirname = dirname(fileURLToPath(import.meta.url));
      export const dir = [__dirname, import.meta.dirname, import.meta.filename, __filename];`,
  });
  const lib = join(directory, "lib");
  expect(await load(directory, "a.ts")).toEqual([
    {
      url: pathToFileURL(join(directory, "a.ts")).href,
      dir: [lib, lib, join(lib, "b.ts"), join(lib, "b.ts")],
    },
  ]);
});

test("drizzle-gen is the running package", async () => {
  const directory = project({
    "a.ts": `import { defineConfig } from "drizzle-gen"; export const config = defineConfig({ schema: "x" });`,
  });
  expect(await load(directory, "a.ts")).toEqual([{ config: { schema: "x" } }]);
});

test("nothing is left behind, and a directory that cannot be written to is enough", async () => {
  const directory = project({ "a.ts": "export const a = 1;" });
  chmodSync(directory, 0o500);
  // One that nobody else writes to meanwhile.
  const temporary = project({});
  vi.stubEnv("TMPDIR", temporary);
  onTestFinished(() => void vi.unstubAllEnvs());
  const before = readdirSync(temporary);
  await load(directory, "a.ts");
  await load(directory, "missing.ts").catch(() => undefined);
  chmodSync(directory, 0o700);
  expect(readdirSync(directory).sort()).toEqual(["a.ts", "node_modules"]);
  expect(readdirSync(temporary)).toEqual(before);
});

test("no modules", async () => {
  expect(await load(project({}))).toEqual([]);
});

test("conditions of NODE_OPTIONS and of tsconfig.json, through extends", async () => {
  const exports = `{ "react-server": "./react.js", "@app/source": "./source.ts", "default": "./default.js" }`;
  const files = {
    "node_modules/p/package.json": `{ "name": "p", "type": "module", "exports": ${exports} }`,
    "node_modules/p/react.js": `export const from = "react";`,
    "node_modules/p/source.ts": `export const from: string = "source";`,
    "node_modules/p/default.js": `export const from = "default";`,
    "a.ts": `export { from } from "p";`,
  };
  expect(await load(project(files), "a.ts")).toEqual([{ from: "default" }]);
  const typed = project({
    ...files,
    "node_modules/@cfg/base/tsconfig.json": `{ "compilerOptions": { "customConditions": ["@app/source"], }, /* , */ }`,
    "tsconfig.json": `{ "extends": ["@cfg/base", "./other"] // two\n}`,
    "other.json": `{ "compilerOptions": {} }`,
  });
  expect(await load(typed, "a.ts")).toEqual([{ from: "source" }]);
  vi.stubEnv("NODE_OPTIONS", "--no-warnings --conditions=react-server");
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await load(project(files), "a.ts")).toEqual([{ from: "react" }]);
});

test("server-only and client-only are empty, installed or not, also for a package", async () => {
  const throwing = {
    "node_modules/server-only/package.json": `{ "name": "server-only", "main": "index.js" }`,
    "node_modules/server-only/index.js": `throw new Error("not from a Client Component");`,
    "node_modules/lib/package.json": `{ "name": "lib", "main": "index.js" }`,
    "node_modules/lib/index.js": `require("server-only"); exports.lib = 1;`,
  };
  const model = `import "server-only"; import "client-only"; export const a = 1;`;
  expect(await load(project({ "a.ts": model }), "a.ts")).toEqual([{ a: 1 }]);
  const withBoth = project({ ...throwing, "a.ts": `${model} export { lib } from "lib";` });
  expect(await load(withBoth, "a.ts")).toEqual([{ a: 1, lib: 1 }]);
});

test.each([
  ["zod", /Could not resolve "zod"\n/, /\(`npm install zod`\)/],
  ["@scope/pkg/sub", /Could not resolve "@scope\/pkg\/sub"\n/, /\(`npm install @scope\/pkg`\)/],
  ["pkg/sub/deep", /"pkg\/sub\/deep"/, /\(`npm install pkg`\)/],
  ["@/db", /"@\/db"/, /^Check the aliases/],
  ["~/db", /"~\/db"/, /^Check the aliases/],
  ["lib/db", /"lib\/db"/, /^Check the aliases/],
  ["#db", /"#db"/, /^Check `imports` in package\.json/],
  [
    "@app/exports",
    /"@app\/exports": \S*packages\/exports\/package\.json names \.\/dist\/index\.js, which does not exist\.\n/,
    /^Build the package "@app\/exports" first \(in \S*packages\/exports, often `npm run build`\)\.$/,
  ],
  [
    "@app/main",
    /packages\/main\/package\.json names dist\/index\.js, which/,
    /^Build the package "@app\/main"/,
  ],
  [
    "@app/exports/other",
    /packages\/exports\/package\.json does not export it\./,
    /^Check `exports` in/,
  ],
  ["@app/exports/source", /exports it only under "source"\./, /--conditions=source/],
  [
    "broken",
    /node_modules\/broken\/package\.json names \.\/gone\.js, which/,
    /`npm install broken`/,
  ],
])("an import of %s that leads nowhere says why and what to do", async (name, message, hint) => {
  const directory = project({
    "package.json": "{}",
    "lib/.keep": "",
    "packages/exports/package.json": `{ "name": "@app/exports", "exports": { ".": "./dist/index.js", "./source": { "source": "./x.ts" } } }`,
    "packages/main/package.json": `{ "name": "@app/main", "main": "dist/index.js" }`,
    "node_modules/broken/package.json": `{ "name": "broken", "exports": "./gone.js" }`,
    "node_modules/@app/.keep": "",
    "a.ts": `import ${JSON.stringify(name)};`,
  });
  for (const one of ["exports", "main"]) {
    symlinkSync(
      join(directory, "packages", one),
      join(directory, "node_modules/@app", one),
      "junction",
    );
  }
  await expect(load(directory, "a.ts")).rejects.toMatchObject({
    code: "model_load",
    status: 2,
    message: expect.stringMatching(message),
    hint: expect.stringMatching(hint),
  });
});

test.each([
  ["a syntax error", "export const a = ;", /a\.ts:1:18: Unexpected ";"/],
  ["a missing file", "\n  import './b';", /a\.ts:2:10: Could not resolve "\.\/b"/],
  ["a missing package", "import 'not-there';", /a\.ts:1:8: Could not resolve "not-there"/],
  [
    "a missing export",
    "import { nope } from './own';\nnope();",
    /a\.ts:1:10: No matching export in "own\.ts"/,
  ],
  [
    "an exception",
    "const a: number = 1;\n\nthrow new RangeError(`no ${a}`);",
    /a\.ts:3:7: RangeError: no 1/,
  ],
  ["an exception in a function", "import { f } from './own';\nf();", /own\.ts:2:31: broken/],
  ["a thrown text", "throw 'text';", /text/],
])("%s names file, line and column", async (_what, text, message) => {
  const directory = project({
    "a.ts": text,
    "own.ts": "export const own = 1;\nexport function f() {   throw new Error('broken'); }",
  });
  await expect(load(directory, "a.ts")).rejects.toMatchObject({
    code: "model_load",
    status: 2,
    message: expect.stringMatching(message),
  });
});

test("the code of an error is the caller's", async () => {
  const directory = project({ "a.ts": "throw new Error('x');" });
  await expect(
    loadModules(["a.ts"], { directory, errorCode: "migration_load" }),
  ).rejects.toMatchObject({ code: "migration_load" });
});

test("the stack of a later error names the original places", async () => {
  const directory = project({
    "a.ts": "type A = 1;\n\nexport function upgrade(): void {\n  throw new Error('later');\n}",
  });
  const [a] = await load(directory, "a.ts");
  const upgrade = a?.["upgrade"];
  if (typeof upgrade !== "function") throw new Error("no function");
  try {
    upgrade();
  } catch (error) {
    expect(originalStack(error)).toContain(`${join(directory, "a.ts")}:4:`);
    return;
  }
  throw new Error("it did not throw");
});
