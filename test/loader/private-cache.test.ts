import { chmodSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadAlone } from "../../src/loader/load-alone.js";
import { cacheKey, privateCache } from "../../src/loader/private-cache.js";
import { project } from "./project.js";

test("what was written is read, by its key alone", () => {
  const cache = privateCache(join(project({}), "cache"));
  expect(cache.read("k")).toBeUndefined();
  cache.write("k", "text");
  expect([cache.read("k"), cache.read("other")]).toEqual(["text", undefined]);
});

test("keys tell parts apart", () => {
  expect(cacheKey("ab", "c")).not.toBe(cacheKey("a", "bc"));
});

test("a directory that others can write to, or a link to one, is not used", () => {
  const home = project({});
  const cache = privateCache(home);
  cache.write("k", "text");
  chmodSync(join(home, "drizzle-gen"), 0o755);
  expect(cache.read("k")).toBeUndefined();

  const other = project({});
  mkdirSync(join(other, "real"), { mode: 0o700 });
  writeFileSync(join(other, "real", "k"), "planted");
  symlinkSync(join(other, "real"), join(other, "drizzle-gen"));
  expect(privateCache(other).read("k")).toBeUndefined();
});

test("a home that cannot be written to is no error", () => {
  expect(() => privateCache("/proc/nowhere").write("k", "text")).not.toThrow();
});

test("old entries go when there are many", () => {
  const home = project({});
  const cache = privateCache(home);
  for (let i = 0; i < 201; i += 1) cache.write(`k${i}`, "text");
  utimesSync(join(home, "drizzle-gen", "k0"), 0, 0);
  cache.write("last", "text");
  expect(readdirSync(join(home, "drizzle-gen"))).toHaveLength(201);
  expect(cache.read("k0")).toBeUndefined();
});

test("a module that stands alone is made once and run each time", async () => {
  const directory = project({
    "a.ts": `import { cwd } from "node:process";
      globalThis.runs = (globalThis.runs ?? 0) + 1;
      export const runs: number = globalThis.runs, here = cwd();`,
  });
  const file = join(directory, "a.ts");
  const cache = privateCache(directory);
  const first = await loadAlone(file, cache);
  const second = await loadAlone(file, cache);
  expect([first?.["runs"], second?.["runs"]]).toEqual([1, 2]);
  expect(readdirSync(join(directory, "drizzle-gen"))).toHaveLength(1);
  writeFileSync(
    join(directory, "drizzle-gen", readdirSync(join(directory, "drizzle-gen"))[0] ?? ""),
    "{",
  );
  expect(await loadAlone(file, cache)).toMatchObject({ runs: 3 });
});

test.each([
  `import x from "drizzle-orm"; export default x;`,
  `import { defineConfig, sqlType } from "drizzle-gen"; export default defineConfig(sqlType);`,
  `export { a } from "./other";`,
  `export default await import("./other");`,
  `export default require("./other");`,
  `export default {`,
])("a module that does not stand alone is not run: %s", async (text) => {
  const directory = project({ "a.ts": text });
  expect(await loadAlone(join(directory, "a.ts"), privateCache(directory))).toBeUndefined();
});
