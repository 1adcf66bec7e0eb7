/** What modules do to the process while they are loaded. */
import { expect, onTestFinished, test } from "vitest";
import { guarded } from "../../src/loader/guarded.js";
import { loadFile } from "../../src/loader/load-file.js";
import { loadModules } from "../../src/loader/load-modules.js";
import { packageName, packageOf } from "../../src/loader/importers.js";
import { project, withoutFolder } from "./project.js";

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
  const said = error instanceof Error ? withoutFolder(error.message, directory) : "";
  expect(said).toMatch(message);
  expect(process.exit).toBe(exit);
});

test.each([
  [
    "an aggregate",
    `throw new AggregateError([new Error("first"), new Error("second")], "both failed");`,
    "a.ts:1:7: AggregateError: both failed",
  ],
  [
    "a connection refused at each address",
    `throw new AggregateError([new Error("refused ::1"), new Error("refused 127.0.0.1")]);`,
    "a.ts:1:7: AggregateError: refused ::1; refused 127.0.0.1",
  ],
  [
    "a validator's error, which has `errors` of its own",
    `class Invalid extends Error { errors = [{ path: ["URL"], message: "Required" }] }
     throw new Invalid("URL is required");`,
    "a.ts:2:12: URL is required",
  ],
  [
    "undefined in a package",
    `import "nothing";`,
    `a.ts:1 imports the package "nothing", which failed:`,
  ],
  [
    "an object",
    `throw { status: 500 };`,
    "a.ts: { status: 500 } was thrown, which is not an Error",
  ],
  [
    "a connection that is refused at the top level",
    `import { connect } from "node:net";
export const a = await new Promise((_, reject) => connect(1, "127.0.0.1").on("error", reject));`,
    "a.ts:2: connect ECONNREFUSED 127.0.0.1:1",
  ],
])("%s is told as what the module has thrown", async (_what, text, message) => {
  const directory = project({
    "node_modules/nothing/package.json": `{ "name": "nothing", "main": "index.js" }`,
    "node_modules/nothing/index.js": `throw undefined;`,
    "a.ts": text,
  });
  const error: unknown = await loadModules(["a.ts"], { directory }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: "model_load", status: 2 });
  const said = error instanceof Error ? withoutFolder(error.message, directory) : "";
  expect(said).toContain(message);
});

test("a module that waits while a connection keeps the process alive is given up", async () => {
  const alive = setInterval(() => undefined, 1_000);
  onTestFinished(() => clearInterval(alive));
  await expect(guarded(() => new Promise(() => undefined), 20)).rejects.toThrow(
    "a top-level `await` is still waiting after 0.02 seconds.",
  );
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
