/** What modules do to the process while they are loaded. */
import { expect, test } from "vitest";
import { loadFile } from "../../src/loader/load-file.js";
import { loadModules } from "../../src/loader/load-modules.js";
import { packageName, packageOf } from "../../src/loader/importers.js";
import { project } from "./project.js";

const packages = {
  "node_modules/leaver/package.json": `{ "name": "leaver", "type": "module", "main": "index.js" }`,
  "node_modules/leaver/index.js": `export const leave = () => process.exit(3);`,
};

test.each([
  [
    "process.exit",
    `export const a = 1;\nprocess.exit(0);`,
    /^a\.ts:2:9: process\.exit\(0\) was called\.$/,
  ],
  [
    "process.exit without a status",
    `process.exit();`,
    /^a\.ts:1:9: process\.exit\(\) was called\.$/,
  ],
  [
    "process.exit whose error is caught",
    `try { process.exit(0) } catch {}\nexport const a = 1;`,
    /^a\.ts:1:15: process\.exit\(0\) was called\.$/,
  ],
  [
    "process.exit in a package's function",
    `import { leave } from "leaver";\nleave();`,
    /^a\.ts:2:1: process\.exit\(3\) was called\. \(in the package "leaver"\)$/,
  ],
])("%s is an error of the load, with file and line", async (_what, text, message) => {
  const directory = project({ ...packages, "a.ts": text });
  const exit = process.exit;
  const error: unknown = await loadModules(["a.ts"], { directory }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: "model_load", status: 2 });
  const said = error instanceof Error ? error.message.replaceAll(`${directory}/`, "") : "";
  expect(said).toMatch(message);
  expect(process.exit).toBe(exit);
});

test("a configuration that ends the process", async () => {
  const directory = project({
    "gen.config.ts": `process.exit(0); export default { schema: "x" };`,
  });
  await expect(
    loadFile(`${directory}/gen.config.ts`, { directory, errorCode: "config_load" }),
  ).rejects.toMatchObject({ code: "config_load", message: /process\.exit\(0\) was called/ });
});

test("the package of a path and of a specifier", () => {
  expect(packageOf("/app/node_modules/.pnpm/a@1/node_modules/@s/b/dist/c.js")).toBe("@s/b");
  expect(packageOf("file:///app/node_modules/a/index.js")).toBe("a");
  expect(packageOf("C:\\app\\node_modules\\@s\\b\\c.js")).toBe("@s/b");
  expect(packageOf("/app/src/a.ts")).toBeUndefined();
  expect(["@s/b/c", "@s/b", "a/b", "a"].map(packageName)).toEqual(["@s/b", "@s/b", "a", "a"]);
});
