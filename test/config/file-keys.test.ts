import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadConfig } from "../../src/config/load-config.js";
import type { ResolvedConfig } from "../../src/config/types.js";

function load(keys: Readonly<Record<string, unknown>>): Promise<ResolvedConfig> {
  const cwd = mkdtempSync(join(tmpdir(), "gen-config-"));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, "gen.config.json"), JSON.stringify({ schema: "./schema.ts", ...keys }));
  return loadConfig({ cwd, env: {} });
}

test("files have their defaults", async () => {
  expect(await load({})).toMatchObject({
    recursiveVersionLocations: false,
    fileTemplate: "{{rev}}_{{slug}}",
    truncateSlugLength: 40,
    timezone: "UTC",
    postWriteHooks: [],
  });
});

test("and what the configuration says", async () => {
  const keys = {
    recursiveVersionLocations: true,
    fileTemplate: "{{year}}/{{rev}}",
    truncateSlugLength: 20,
    timezone: "Europe/Berlin",
    postWriteHooks: [{ command: "eslint --fix" }, { name: "tidy", command: ["a", "b"], cwd: "x" }],
  };
  expect(await load(keys)).toMatchObject(keys);
});

test.each([
  [{ fileTemplate: "{{year}}/{{rev}}" }, "recursiveVersionLocations: true"],
  [{ recursiveVersionLocations: "yes" }, "true or false"],
  [{ truncateSlugLength: 0 }, "a whole number"],
  [{ truncateSlugLength: 1.5 }, "a whole number"],
  [{ timezone: "Mars/Olympus" }, "no time zone"],
  [{ postWriteHooks: "eslint" }, "an array of objects"],
  [{ postWriteHooks: ["eslint"] }, "an array of objects"],
  [{ postWriteHooks: [{}] }, "postWriteHooks[0].command"],
  [{ postWriteHooks: [{ command: [] }] }, "postWriteHooks[0].command"],
  [{ postWriteHooks: [{ comand: "x" }] }, "Did you mean `command`"],
  [{ fileTemplat: "x" }, "Did you mean `fileTemplate`"],
])("refuses %j", async (keys, text) => {
  const error = await load(keys).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "config_invalid", status: 2 });
  expect(
    `${String(error)} ${error instanceof Object && "hint" in error ? error.hint : ""}`,
  ).toContain(text);
});
