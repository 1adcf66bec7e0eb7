import { expect, test } from "vitest";
import { buildProgram } from "./support/build.js";
import { createFleet } from "./support/fleet.js";
import { createProject, revisionFile } from "./support/project.js";

const bin = buildProgram();

/** Says which package a file belongs to. */
const tell = `const tell = (file) => {
  const name = /.*node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//.exec(file)?.[1];
  if (name !== undefined && name !== ".cache") process._rawDebug("imported " + name);
};`;

/** Writes the name of every npm package that is imported, or required, to stderr. */
const hooks = `data:text/javascript,${encodeURIComponent(`${tell}
  export async function resolve(specifier, context, next) {
    const resolved = await next(specifier, context);
    tell(resolved.url);
    return resolved;
  }`)}`;
const register = `${tell}
  import Module, { register } from "node:module";
  register(${JSON.stringify(hooks)});
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (...names) {
    const file = resolve.apply(this, names);
    tell(file);
    return file;
  };`;
const env = {
  NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(register)}`,
};

function imported(stderr: string): readonly string[] {
  const names = [...stderr.matchAll(/^imported (\S+)$/gm)].map(([, name = ""]) => name);
  return [...new Set(names)].sort();
}

test.each([["--version"], ["heads"], ["history"], ["show", "head"], ["--help"], ["help", "check"]])(
  "gen %s loads the parser of the command line and nothing else",
  async (...args) => {
    const project = createProject(bin(), {
      "gen.config.ts": `import { defineConfig } from "drizzle-gen";

export default defineConfig({
  schema: "./schema/*.ts",
  database: process.env.DATABASE_URL,
});
`,
      "migrations/01.ts": revisionFile({ revision: "aaaa1" }),
    });
    const { status, stderr } = await project.genWith({ env }, ...args);
    expect(status).toBe(0);
    expect(imported(stderr)).toEqual(["commander"]);
  },
);

test("gen current loads the driver besides", async () => {
  const fleet = await createFleet(bin());
  const { status, stderr } = await fleet.genWith({ env }, "current");
  expect(status).toBe(0);
  const packages = imported(stderr);
  expect(packages).toContain("pg");
  for (const name of ["esbuild", "ts-morph", "prettier", "drizzle-orm"]) {
    expect(packages).not.toContain(name);
  }
});
