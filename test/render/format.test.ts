import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { render } from "./support/render.js";
import { column } from "../support/builders.js";
import { vehicles } from "./support/samples.js";

const addColumn = {
  kind: "addColumn",
  table: vehicles,
  column: column("manufacturer", "character varying(50)", { notNull: true, default: "'x'" }),
} as const;

/** A project with these files, and the path of a migration in it. */
function project(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), "gen-render-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return join(directory, "migrations", "3f2a9c81b0de_test.ts");
}

describe("the layout", () => {
  it("is that of the project's prettier configuration", async () => {
    const filePath = project({
      ".prettierrc": '{ "semi": false, "singleQuote": true, "printWidth": 120, "tabWidth": 4 }',
    });
    const file = await render([addColumn], { filePath });
    expect(file).toContain(
      `\n    await op.addColumn('vehicles', varchar('manufacturer', { length: 50 }).notNull().default('x'))\n`,
    );
  });

  it("is that of an .editorconfig", async () => {
    const filePath = project({ ".editorconfig": "root = true\n[*.ts]\nindent_style = tab\n" });
    expect(await render([addColumn], { filePath })).toContain("\n\tawait op.addColumn(");
  });

  it("is prettier's own where the project says nothing", async () => {
    const filePath = project({ ".editorconfig": "root = true\n" });
    expect(await render([addColumn], { filePath })).toContain(
      `\n  await op.addColumn(\n    "vehicles",\n    varchar("manufacturer", { length: 50 })`,
    );
  });

  it("loads the project's own plugins from the project", async () => {
    const plugin = "globalThis.ownPluginIsLoaded = true; export const languages = [];";
    const filePath = project({
      ".prettierrc": '{ "plugins": ["own-plugin"] }',
      "node_modules/own-plugin/package.json": '{ "type": "module", "exports": "./index.js" }',
      "node_modules/own-plugin/index.js": plugin,
    });
    const notes: string[] = [];
    const onNote = (note: string) => notes.push(note);
    await render([addColumn], { filePath, onNote });
    expect(Reflect.get(globalThis, "ownPluginIsLoaded")).toBe(true);
    expect(notes).toEqual([]);
  });

  it.each([
    ["cannot be read", "{ semi: [", "Cannot"],
    ["names a plugin that is not there", '{ "plugins": ["no-such-plugin"] }', "no-such-plugin"],
    ["has a wrong value", '{ "semi": "perhaps" }', "semi"],
  ])("is prettier's own, with a note, where the configuration %s", async (_, config) => {
    const filePath = project({ ".prettierrc": config });
    const notes: string[] = [];
    const file = await render([addColumn], { filePath, onNote: (note) => notes.push(note) });
    expect(file).toContain(`await op.addColumn(\n    "vehicles"`);
    expect(notes).toEqual([
      expect.stringContaining(
        `The prettier configuration for ${dirname(filePath)} was not followed, and prettier's own style is used: `,
      ),
    ]);
  });

  it("keeps the SQL as it is, whatever the end of lines", async () => {
    const filePath = project({ ".prettierrc": '{ "endOfLine": "crlf" }' });
    const file = await render([{ kind: "execute", sql: "SELECT 1\r\n  -- \r two" }], { filePath });
    expect(file).toContain("op.execute(`SELECT 1\\r\r\n  -- \\r two`);\r\n");
  });
});
