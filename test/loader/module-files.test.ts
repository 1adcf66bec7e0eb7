/** Which files the configuration's `schema` names. */
import { relative } from "node:path";
import { expect, test } from "vitest";
import { moduleFiles } from "../../src/loader/module-files.js";
import { project } from "./project.js";

const folders = [
  "app/(db)/schema",
  "app/[id]/schema",
  "app/[[...rest]]/schema",
  "app/(shop)/deep/schema",
  "app/x/[slug]/schema",
  "app/x/s/schema",
  "plain/(a)/one",
  "plain/(a)/two",
  "m{1,2}/schema",
];
const files = Object.fromEntries(folders.map((name) => [`${name}.ts`, ""]));

async function named(...patterns: string[]): Promise<readonly string[]> {
  const directory = project(files);
  const found = await moduleFiles(patterns, directory);
  return found.map((file) => relative(directory, file));
}

test.each([
  ["a folder in parentheses", ["app/(db)/*.ts"], ["app/(db)/schema.ts"]],
  ["a folder in brackets", ["./app/[id]/*.ts"], ["app/[id]/schema.ts"]],
  ["a folder in two brackets", ["app/[[...rest]]/*.ts"], ["app/[[...rest]]/schema.ts"]],
  ["a glob below such a folder", ["app/(shop)/**/*.ts"], ["app/(shop)/deep/schema.ts"]],
  ["the folder itself", ["app/(db)"], ["app/(db)/schema.ts"]],
  [
    "such a folder behind a star",
    ["app/*/[slug]/*.ts"],
    ["app/x/[slug]/schema.ts", "app/x/s/schema.ts"],
  ],
  ["a range behind a star", ["app/*/[s]/*.ts"], ["app/x/s/schema.ts"]],
  ["an exclusion in such a folder", ["plain/(a)/*.ts", "!plain/(a)/two.ts"], ["plain/(a)/one.ts"]],
  ["such a folder with an exclusion", ["plain/(a)", "!**/one.ts"], ["plain/(a)/two.ts"]],
  ["alternatives", ["app/{\\(db\\),[[]id[]]}/*.ts"], ["app/(db)/schema.ts", "app/[id]/schema.ts"]],
  ["alternatives in parentheses", ["app/x/@(s|t)/*.ts"], ["app/x/s/schema.ts"]],
  ["a folder in braces", ["m{1,2}/*.ts"], ["m{1,2}/schema.ts"]],
  ["an escaped folder", ["app/\\[id\\]/*.ts"], ["app/[id]/schema.ts"]],
  ["backslashes for slashes", [".\\app\\(db)\\*.ts"], ["app/(db)/schema.ts"]],
  ["backslashes to a file", ["app\\[id]\\schema.ts"], ["app/[id]/schema.ts"]],
])("%s: %j", async (_what, patterns, expected) => {
  expect(await named(...patterns)).toEqual(expected);
});

test("a folder that does not exist", async () => {
  await expect(named("app/[nope]/*.ts")).rejects.toMatchObject({
    code: "model_files",
    hint: expect.stringContaining("`app/\\\\[id\\\\]/*.ts`"),
  });
});
