/**
 * Measures the built command line beside drizzle-kit and Node itself.
 *
 *     npm run bench -- [--tables 10,100,1000] [--revisions 1000] [--runs 5]
 *
 * Everything stands in one run, on one machine and one server, so that ratios mean something.
 */
import { cpSync, existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { execute, measure, type Case, type Measurement } from "./measure.js";
import { writeModels } from "./models.js";
import { promises, report, type Section } from "./report.js";
import { writeRevisions } from "./revisions.js";
import { openDatabases, type Databases } from "./server.js";
import { Workspace } from "./workspace.js";

/** drizzle-kit push reads a database table by table: minutes for a thousand. */
const PUSH_MAX_TABLES = 100;

const { values } = parseArgs({
  options: {
    tables: { type: "string", default: "10,100,1000" },
    revisions: { type: "string", default: "1000" },
    runs: { type: "string", default: "5" },
  },
});
const runs = Number(values.runs);

const databases = await openDatabases();
try {
  const sections: Section[] = [await startUp()];
  for (const count of values.tables.split(",").map(Number)) {
    sections.push(await oneAddedColumn(databases, count));
  }
  sections.push(await longChain(databases, Number(values.revisions)));
  const system = `${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node ${process.versions.node}`;
  console.log(`PostgreSQL ${await databases.version()}, ${system}, medians of ${runs} runs\n`);
  console.log(report(sections));
  console.log(promises(sections));
} finally {
  await databases.stop();
}

async function startUp(): Promise<Section> {
  return await inWorkspace(async (workspace) => ({
    title: "start",
    measurements: await measure(
      [
        { command: workspace.node("node -e 0", "-e", "0") },
        { command: workspace.gen("gen --version", "", "--version") },
      ],
      Math.max(runs, 11),
    ),
  }));
}

/** A live database at head, one column added to a model: find it and write the migration. */
async function oneAddedColumn(on: Databases, count: number): Promise<Section> {
  return await inWorkspace(async (workspace) => {
    const name = `gen_bench_${count}`;
    const url = await on.create(name);
    writeModels(workspace.models, count, false);
    execute(workspace.gen("gen revision", url, "revision", "-m", "base"));
    execute(workspace.gen("gen upgrade", url, "upgrade", "head"));
    execute(workspace.drizzleKit("drizzle-kit generate", url, "generate"));
    writeModels(workspace.models, count, true);

    const cases = [generateRevision(workspace, url), generateByKit(workspace, url)];
    if (count <= PUSH_MAX_TABLES) cases.push(await pushByKit(workspace, on, name));
    return { title: `${count} tables`, measurements: await measure(cases, runs) };
  });
}

function generateRevision(workspace: Workspace, url: string): Case {
  const before = new Set(readdirSync(workspace.migrations));
  return {
    command: workspace.gen("gen revision", url, "revision", "-m", "add manufacturer"),
    clean: (output) => {
      const [added = "", ...more] = readdirSync(workspace.migrations).filter((f) => !before.has(f));
      const path = join(workspace.migrations, added);
      if (added === "" || more.length > 0) throw new Error(`gen wrote no single file:\n${output}`);
      const operations = readFileSync(path, "utf8").match(/op\.\w+/g) ?? [];
      if (operations.join() !== "op.addColumn,op.dropColumn") {
        throw new Error(`gen found more or less than the column: ${operations.join()}`);
      }
      rmSync(path);
    },
  };
}

function generateByKit(workspace: Workspace, url: string): Case {
  const { kitOutput } = workspace;
  const kept = `${kitOutput}.before`;
  cpSync(kitOutput, kept, { recursive: true });
  return {
    command: workspace.drizzleKit("drizzle-kit generate", url, "generate"),
    clean: (output) => {
      if (!output.includes(".sql")) throw new Error(`drizzle-kit generated nothing:\n${output}`);
      rmSync(kitOutput, { recursive: true });
      cpSync(kept, kitOutput, { recursive: true });
    },
  };
}

/** Push also applies what it finds, so each run has a copy of the database. */
async function pushByKit(workspace: Workspace, on: Databases, template: string): Promise<Case> {
  const copy = `${template}_push`;
  const url = await on.create(copy);
  return {
    command: workspace.drizzleKit("drizzle-kit push", url, "push"),
    prepare: async () => {
      await on.create(copy, template);
    },
    clean: (output) => {
      if (!output.includes("Changes applied")) throw new Error(`push applied nothing:\n${output}`);
    },
  };
}

async function longChain(on: Databases, count: number): Promise<Section> {
  return await inWorkspace(async (workspace) => {
    const url = await on.create("gen_bench_chain");
    writeModels(workspace.models, 1, false);
    writeRevisions(workspace.migrations, count);
    const few = Math.max(1, Math.min(runs, 3));
    const measurements: Measurement[] = [
      ...(await measure([{ command: workspace.gen("gen heads", url, "heads") }], runs)),
      ...(await measure(
        [
          { command: workspace.gen("gen upgrade head", url, "upgrade", "head") },
          { command: workspace.gen("gen downgrade base", url, "downgrade", "base") },
        ],
        few,
      )),
    ];
    return { title: `${count} revisions`, measurements };
  });
}

async function inWorkspace<T>(use: (workspace: Workspace) => Promise<T>): Promise<T> {
  const workspace = new Workspace();
  try {
    if (!existsSync(join(import.meta.dirname, "..", "..", "dist", "bin.js"))) {
      throw new Error("Nothing is built: npm run build:js.");
    }
    return await use(workspace);
  } finally {
    workspace.remove();
  }
}
