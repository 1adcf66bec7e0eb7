import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { buildProgram } from "../cli/support/build.js";

const bin = buildProgram();

test("importing the package loads no other, for configurations import it", async () => {
  const entry = pathToFileURL(join(dirname(bin()), "index.js")).href;
  const program = `
    const { defineConfig, upgrade, sqlType } = await import(${JSON.stringify(entry)});
    console.log([typeof defineConfig, typeof upgrade, typeof sqlType].join());`;
  const hooks = `data:text/javascript,${encodeURIComponent(`
    export async function resolve(specifier, context, next) {
      const resolved = await next(specifier, context);
      if (/node_modules\\/(?!\\.cache)/.test(resolved.url)) process._rawDebug(resolved.url);
      return resolved;
    }`)}`;
  const register = `import { register } from "node:module"; register(${JSON.stringify(hooks)});`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    "--import",
    `data:text/javascript,${encodeURIComponent(register)}`,
    "--input-type=module",
    "--eval",
    program,
  ]);
  expect(stdout).toBe("function,function,function\n");
  expect(stderr).toBe("");
});
