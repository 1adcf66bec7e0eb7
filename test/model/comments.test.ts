import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { integer, pgTable } from "drizzle-orm/pg-core";
import { expect, onTestFinished, test } from "vitest";
import { collectModels } from "../../src/model/collect.js";
import { withModelComments } from "../../src/model/comments.js";
import { describeModels } from "../../src/model/describe.js";

test("the comments of a thousand tables are read in no time", async () => {
  const directory = mkdtempSync(join(tmpdir(), "gen-comments-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const modules = Array.from({ length: 1000 }, (_, index) => {
    const file = join(directory, `t${index}.ts`);
    const names = Array.from({ length: 10 }, (__, column) => `c${column}`);
    writeFileSync(
      file,
      `import { integer, pgTable } from "drizzle-orm/pg-core";
       /** Table ${index}. */
       export const t${index} = pgTable("t${index}", {
         ${names.map((name) => `/** Column ${name}. */ ${name}: integer(),`).join("\n")}
       });`,
    );
    const columns = Object.fromEntries(names.map((name) => [name, integer()]));
    return { file, exports: { [`t${index}`]: pgTable(`t${index}`, columns) } };
  });
  const models = collectModels(modules);
  const schema = describeModels(models);
  await import("ts-morph");
  const start = performance.now();
  const { tables } = await withModelComments(models, schema);
  const elapsed = performance.now() - start;
  expect(tables[999]).toMatchObject({ comment: "Table 999." });
  expect(tables[7]?.columns[3]).toMatchObject({ name: "c3", comment: "Column c3." });
  // The machine may be busy: what it must never be is seconds.
  expect(elapsed).toBeLessThan(2000);
});
