/** Models, configuration, hooks, migrations and packages that print, fail late or end the process. */
import { expect, test } from "vitest";
import { buildProgram } from "./support/build.js";
import { createFleet } from "./support/fleet.js";
import { createProject, revisionFile } from "./support/project.js";

const bin = buildProgram();

const talkative = `
import { stdout } from "node:process";
import fs from "node:fs";
console.log("said by console");
process.stdout.write("said by write\\n");
stdout.write("said by name\\n");
fs.writeSync(process.stdout.fd, "said by number\\n");
process.on("exit", () => {
  console.log("said at exit");
  process.exitCode = 9;
  process.exit(4);
});
`;

const said = ["console", "write", "name", "number"].map((way) => `said by ${way}`);

test("what other code prints goes to stderr, and its exit statuses count for nothing", async () => {
  const fleet = await createFleet(bin());
  fleet.write(
    "gen.config.ts",
    `${talkative}
    export default {
      schema: "./schema/*.ts",
      processOperations(operations: unknown) { console.log("said by a hook"); return operations; },
      postWriteHooks: [{ command: "echo said by a program" }],
    };`,
  );
  fleet.write("schema/talk.ts", `console.info("said by a model"); export {};`);
  const checked = await fleet.gen("check", "--json");
  expect(checked.status).toBe(6);
  expect(checked.json()).toMatchObject({ upToDate: false });
  for (const text of [...said, "said by a model", "said by a hook", "said at exit"]) {
    expect(checked.stderr).toContain(text);
  }
  const created = await fleet.gen("revision", "-m", "x");
  expect(created.stdout).toMatch(/^migrations\/\w+\.ts\n$/);
  expect(created.stderr).toContain("said by a program");

  const [file = ""] = fleet.list("migrations");
  const text = fleet.read(`migrations/${file}`);
  fleet.write(
    `migrations/${file}`,
    text.replace("{\n", `{\n  console.log("said by a migration");\n`),
  );
  const script = await fleet.gen("upgrade", "head", "--sql");
  expect(script).toMatchObject({ status: 0 });
  expect(script.stdout).not.toContain("said");
  expect(script.stderr).toContain("said by a migration");
});

const packages = {
  "boom/package.json": `{ "name": "boom", "main": "index.js" }`,
  "boom/index.js": `exports.key = require("./inner");`,
  "boom/inner.js": `throw new Error("SECRET is missing");`,
  "@by/way/package.json": `{ "name": "@by/way", "type": "module", "exports": { "./sub": "./s.js" } }`,
  "@by/way/s.js": `export { key } from "boom";`,
};

test.each([
  ["boom", `imports the package "boom", which failed`],
  ["@by/way/sub", `imports the package "@by/way", and "boom" inside of it failed`],
])("a package that throws is named, with the file that imports %s", async (name, message) => {
  const project = createProject(bin(), {
    "gen.config.ts": `export default { schema: "./schema/*.ts" };`,
    "schema/a.ts": `\nimport { key } from ${JSON.stringify(name)};\nexport const a = key;`,
    ...Object.fromEntries(
      Object.entries(packages).map(([path, text]) => [`schema/node_modules/${path}`, text]),
    ),
  });
  const { status, stderr } = await project.gen(
    "check",
    "--database-url",
    "postgres://localhost:1/x",
  );
  expect(status).toBe(2);
  const [error, hint, ...rest] = stderr.trimEnd().split("\n");
  const place = "schema/node_modules/boom/inner.js:1";
  expect(error).toBe(`error: schema/a.ts:2 ${message}: SECRET is missing (${place})`);
  expect(hint).toMatch(/^hint: /);
  expect(rest).toEqual([]);
});

test("a module that never finishes loading", async () => {
  const project = createProject(bin(), {
    "gen.config.ts": `export default { schema: "./a.ts" };`,
    "a.ts": `export const one = 1;\nexport const a = await new Promise(() => {});`,
    "migrations/.keep": "",
  });
  const { status, stderr } = await project.gen(
    "check",
    "--database-url",
    "postgres://localhost:1/x",
  );
  expect(status).toBe(2);
  expect(stderr).toContain(
    "error: a.ts:2: a top-level `await` waits for something that never happens.",
  );
});

test.each([
  [
    "an exception in a timer",
    `setTimeout(() => { throw new Error("broken") }, 1);`,
    /migrations\/01\.ts:17:\d+: broken/,
  ],
  [
    "a rejection",
    `void (async () => { await 1; throw new Error("broken") })();`,
    /migrations\/01\.ts:17:\d+: broken/,
  ],
  [
    "process.exit in a timer",
    `setTimeout(() => process.exit(0), 1);`,
    /migrations\/01\.ts:17:\d+: process\.exit\(0\) was called\./,
  ],
])("%s while a migration runs rolls it back and is named", async (_what, text, message) => {
  const fleet = await createFleet(bin());
  fleet.write(
    "migrations/01.ts",
    revisionFile(
      { revision: "aaaa1" },
      {
        upgrade: `await op.execute("CREATE TABLE vehicles (id integer)");
  ${text}
  await op.execute("SELECT pg_sleep(60)");`,
      },
    ),
  );
  const { status, stderr } = await fleet.gen("upgrade", "head");
  expect(status).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).toContain("the database is still at base");
  expect(await fleet.columns()).toEqual([]);
});

test("a late failure of the models is one document with --json", async () => {
  const fleet = await createFleet(bin());
  fleet.write(
    "schema/late.ts",
    `import { EventEmitter } from "node:events";
     setTimeout(() => new EventEmitter().emit("error", new Error("no redis")), 1);
     const until = Date.now() + 50; while (Date.now() < until); export {};`,
  );
  const outcome = await fleet.gen("check", "--json");
  expect(outcome.status).toBe(1);
  expect(outcome.json()).toMatchObject({
    error: {
      code: "late_error",
      message: expect.stringMatching(/^schema\/late\.ts:2:\d+: no redis$/),
    },
  });
});
