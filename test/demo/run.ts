/**
 * The main workflow, from an edited model to the database and back, on embedded PostgreSQL:
 *
 *     npm run demo
 *
 * Works in a temporary copy of the example application, which is removed in the end. Every command
 * that is shown is run, and what stands below it is what it printed. Ends with status 1 if one of
 * them fails or the database is not as it should be.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DemoProject } from "./project.js";
import { commandLine, heading, lines } from "./show.js";

const { values } = parseArgs({
  options: {
    /** The built program, where it is not the one in `dist`. */
    bin: { type: "string", default: join(import.meta.dirname, "..", "..", "dist", "bin.js") },
  },
});
if (!existsSync(values.bin)) throw new Error("Nothing is built: npm run build:js.");

const columns =
  "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'vehicles'";

const project = new DemoProject(values.bin);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => project.interrupt());
const start = performance.now();
try {
  await tell();
  lines(`\nAll of it ran in ${((performance.now() - start) / 1000).toFixed(0)} s.`);
} catch (error) {
  console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  project.remove();
}

async function tell(): Promise<void> {
  heading("The example application has models and migrations: bring an empty database to head");
  await project.gen("upgrade", "head");
  await project.gen("history");

  heading("A model gains a column");
  project.insertAfter("schema/vehicles.ts", "{ length: 50 }),", [
    'color: varchar("color", { length: 30 }),',
  ]);

  heading("Generate the migration from the differences between models and database, and review it");
  const before = project.migrations();
  await project.gen("revision", "-m", "Add color column to vehicles");
  const [added, ...more] = project.migrations().filter((file) => !before.includes(file));
  if (added === undefined || more.length > 0) throw new Error("One file should have been written.");
  const file = `migrations/${added}`;
  commandLine(["cat", file]);
  lines(project.read(file));

  heading("Apply it");
  await project.gen("upgrade", "head");
  await project.gen("current");
  await expectColor(true);

  heading("Take it back");
  await project.gen("downgrade", "-1");
  await expectColor(false);

  heading("And apply it again: models and database agree");
  await project.gen("upgrade", "head");
  await project.gen("check");
}

/** Shows the columns of the table, and fails if the new one is not, or is, among them. */
async function expectColor(there: boolean): Promise<void> {
  const rows = await project.query(columns);
  if (rows.some((row) => row["column_name"] === "color") !== there) {
    throw new Error(`The column color should ${there ? "" : "not "}be there.`);
  }
}
