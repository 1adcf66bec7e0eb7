import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { templatePath } from "../../src/render/template.js";
import { render } from "./support/render.js";
import { samples, vehicles } from "./support/samples.js";

const text = readFileSync(templatePath(), "utf8");
const path = "/app/migrations/migration.ts.template";
const addColumn = samples.addColumn[0];

describe("the package's own template", () => {
  // Its files are not parsed again, and yet must be what parsing them would make.
  it.each(Object.entries(samples))(
    "makes the file that another makes: %s",
    async (_, operations) => {
      const other = { text: `${text}\n`, path };
      const files = [other, undefined].map((template) =>
        render(operations, { downgrade: operations, ...(template && { template }) }),
      );
      expect(await files[1]).toBe(await files[0]);
    },
  );
});

describe("a project's own template", () => {
  it("decides what the file holds besides the migration", async () => {
    const own = text
      .replace("{{imports}}", 'import { describeRow } from "../support.js";\n{{imports}}')
      .concat("\nexport const owner = describeRow(1);\n");
    const file = await render([addColumn], { template: { text: own, path } });
    expect(file).toContain('import { describeRow } from "../support.js";');
    expect(file).toContain("export const owner = describeRow(1);");
    expect(file).toContain('await op.addColumn("vehicles"');
  });

  it("may import what the migration imports too", async () => {
    const own = text.replace(
      "{{imports}}",
      'import type { Op } from "drizzle-gen";\nimport { sql, eq as equals } from "drizzle-orm";\n{{imports}}',
    );
    const file = await render([samples.createTable[0]], { template: { text: own, path } });
    expect(file.match(/from "drizzle-gen"/g)).toHaveLength(1);
    expect(file).toContain('import { type Op, sqlType } from "drizzle-gen";');
    expect(file).toContain('import { eq as equals, sql } from "drizzle-orm";');
  });

  it("stays as it is where a value holds a placeholder", async () => {
    const comment = { kind: "commentOn", object: { kind: "table", ...vehicles } } as const;
    const file = await render([{ ...comment, text: "{{downgrade}} $& $1" }]);
    expect(file).toContain('await op.commentOn("table", "vehicles", "{{downgrade}} $& $1");');
  });

  it.each([
    ["lacks {{upgrade}}", text.replace("{{upgrade}}", "")],
    ["has the unknown placeholder {{reviewer}}", `// {{reviewer}}\n${text}`],
    [
      "does not export the constant downRevision as a literal",
      text.replace("export const downRevision", "const downRevision"),
    ],
    [
      "does not export the constant revision as a literal",
      text.replace("{{revisionConstant}}", "String({{revisionConstant}})"),
    ],
    ["does not export the function downgrade", text.replace("function downgrade", "function down")],
    ["is not TypeScript", `${text}\nexport const = 5;`],
  ])("is refused if it %s", async (problem, own) => {
    await expect(render([addColumn], { template: { text: own, path } })).rejects.toMatchObject({
      code: "template",
      message: expect.stringContaining(`The migration template ${path} ${problem}`),
    });
  });
});
