import { describe, expect, it } from "vitest";
import { inverse, inverseAll } from "../../src/operations/rules.js";
import { createDatabase } from "../support/database.js";
import { apply } from "./apply.js";
import { catalogOf, differences } from "./catalog.js";
import { columnCases, constraintCases, indexCases, tableCases } from "./cases.js";
import type { Case } from "./cases.js";
import {
  commentCases,
  dataCases,
  enumCases,
  policyCases,
  sequenceCases,
  viewCases,
} from "./more-cases.js";

describe.each([
  ["tables and schemas", tableCases],
  ["columns", columnCases],
  ["constraints", constraintCases],
  ["indexes", indexCases],
  ["enums", enumCases],
  ["sequences", sequenceCases],
  ["views", viewCases],
  ["policies", policyCases],
  ["comments and privileges", commentCases],
  ["data and control", dataCases],
])("%s", (_, cases) => {
  it("do on a server what they say, there, back, and there again", async () => {
    const { connection } = await createDatabase();
    const failures: string[] = [];
    for (const example of cases) {
      if (connection.serverVersion < (example.minVersion ?? 0)) continue;
      await connection.batch(
        "DROP SCHEMA public CASCADE; CREATE SCHEMA public; COMMENT ON SCHEMA public IS 'ours'",
      );
      for (const schema of ["s", 'o"s', "a", "B c"]) {
        await connection.query(`DROP SCHEMA IF EXISTS "${schema.replace('"', '""')}" CASCADE`);
      }
      if (example.setup !== undefined) await connection.batch(example.setup);
      await check(example, connection).catch((error: unknown) => {
        failures.push(`${example.title}: ${String(error)}`);
      });
    }
    expect(failures).toEqual([]);
  });
});

type Connection = Awaited<ReturnType<typeof createDatabase>>["connection"];

async function check(example: Case, connection: Connection): Promise<void> {
  const before = await catalogOf(connection);
  await apply(connection, [example.operation]);
  const after = await catalogOf(connection);
  const changed = differences(before, after);
  const missing = example.shows.filter((text) => !changed.some((line) => line.includes(text)));
  if (missing.length > 0) {
    throw new Error(`does not show ${missing.join(" | ")} in\n  ${changed.join("\n  ")}`);
  }
  if (example.oneWay === true) return;

  const back = inverse(example.operation);
  await apply(connection, back);
  const left = differences(before, await catalogOf(connection));
  if (left.length > 0) throw new Error(`the inverse leaves\n  ${left.join("\n  ")}`);

  await apply(connection, inverseAll(back));
  const again = differences(after, await catalogOf(connection));
  if (again.length > 0) throw new Error(`the second time differs\n  ${again.join("\n  ")}`);
}
