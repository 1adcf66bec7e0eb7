/** A database made by drizzle-kit, where it makes it right, is the one that `gen` makes. */
import { beforeAll, expect, test } from "vitest";
import { plan } from "../../src/autogenerate/plan/plan.js";
import { readModels } from "../../src/autogenerate/plan/models.js";
import { runOperations } from "../../src/autogenerate/run-operations.js";
import type { Connection } from "../../src/database/connection.js";
import { describeOperation } from "../../src/operations/rules.js";
import { schemaDumper } from "../autogenerate/schema-dump.js";
import { createDatabase } from "../support/database.js";
import { drizzleKitFailures } from "./known-failures.js";
import { compileModels, modelSets, type Rendered, renderWithDrizzleKit } from "./models.js";

const versionTable = { schema: "public", name: "gen_version" };
const sets = modelSets.filter(({ name }) => !(name in drizzleKitFailures));
let files: readonly string[] = [];
let rendered: readonly Rendered[] = [];

beforeAll(async () => {
  files = await compileModels(sets);
  rendered = await renderWithDrizzleKit(files);
});

test.each(sets.map(({ name }, index) => [name, index] as const))("%s", async (_, index) => {
  const { statements, reason } = rendered[index] ?? {};
  expect(reason).toBeUndefined();
  const [theirs, ours] = [await createDatabase(), await createDatabase()];
  for (const statement of statements ?? []) await theirs.connection.batch(statement);
  await runOperations(ours.connection, await changes(ours.connection, files[index] ?? ""));

  expect((await changes(theirs.connection, files[index] ?? "")).map(describeOperation)).toEqual([]);
  const dump = await schemaDumper(ours.connection.serverVersion);
  expect(await dump(theirs.url)).toEqual(await dump(ours.url));
});

/** What has to be done to have the models. */
async function changes(connection: Connection, file: string) {
  const config = { tables: [], versionTable };
  const models = await readModels({ ...config, directory: "/", schema: [file] });
  return (await plan({ connection, config, models })).upgrade;
}
