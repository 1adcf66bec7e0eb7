import { expect, test } from "vitest";
import { buildProgram } from "./support/build.js";
import { createProject } from "./support/project.js";

const bin = buildProgram();

const model = (columns: string) => `import { integer, pgTable, varchar } from "drizzle-orm/pg-core";

export const vehicles = pgTable("vehicles", {
  id: integer("id").primaryKey(),
  ${columns}
});
`;

test("without a database the embedded one is used, and said on stderr", async () => {
  const project = createProject(bin(), {
    "schema/vehicles.ts": model(`vin: varchar("vin", { length: 17 }),`),
  });
  expect((await project.gen("init")).status).toBe(0);
  const first = await project.gen("revision", "-m", "first", "--rev-id", "aaaa1");
  expect(first).toMatchObject({ status: 0, stdout: "migrations/aaaa1_first.ts\n" });
  expect(first.stderr).toContain("using the embedded one in .gen/pgdata");
  const up = await project.gen("upgrade", "head", "--json");
  expect(up.status).toBe(0);
  expect(up.json()).toMatchObject({ heads: ["aaaa1"] });
  expect((await project.gen("check")).stdout).toBe("No new upgrade operations detected.\n");
  expect((await project.gen("downgrade", "-1")).status).toBe(0);
  expect(await project.gen("current", "-q")).toMatchObject({ status: 0, stdout: "" });
});
