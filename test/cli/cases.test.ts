/**
 * A sample of the cases that Alembic decided, through the command line and a server: files on
 * disk, rows in the version table, statements that leave a trace.
 */
import {
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { main } from "../../src/cli/main.js";
import type { Connection } from "../../src/database/connection.js";
import { closure } from "../../src/revisions/walk.js";
import { graphOf, filesOf } from "../revisions/graphs.js";
import { createDatabase, type TestDatabase } from "../support/database.js";
import { revisionFile } from "./support/project.js";

interface Case {
  readonly name: string;
  readonly graph: number;
  readonly command: string;
  readonly rows?: readonly string[];
  readonly target?: string | readonly string[];
  readonly options?: { readonly sql?: boolean; readonly purge?: boolean };
  readonly expect: Readonly<Record<string, unknown>>;
}

const { graphs, cases } = JSON.parse(
  readFileSync(new URL("../revisions/cases.json", import.meta.url), "utf8"),
) as { readonly graphs: readonly string[]; readonly cases: readonly Case[] };

const SAMPLE = 200;
const nodeModules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** What runs and looks; the sample is taken evenly from all of it. */
const eligible = cases.filter(
  (one) =>
    ["upgrade", "downgrade", "stamp", "heads", "history", "current"].includes(one.command) &&
    one.options?.sql !== true &&
    !("crash" in one.expect),
);
const sample = eligible.filter(
  (_, index) =>
    Math.floor((index * SAMPLE) / eligible.length) !==
    Math.floor(((index - 1) * SAMPLE) / eligible.length),
);

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});

describe("as Alembic does, through the command line", () => {
  test("a sample of the size that is meant", () => {
    expect(sample).toHaveLength(SAMPLE);
  });

  test.each(sample.map((one) => ({ ...one, title: titleOf(one) })))("$title", async (one) => {
    const { connection } = database;
    const graph = graphs[one.graph] ?? "";
    const directory = createProject(graph);
    const before = await prepare(connection, graph, one.rows ?? []);
    const { status, json } = await gen(directory, argumentsOf(one));
    if ("error" in one.expect || "ambiguous" in one.expect) {
      expect(status).toBeGreaterThan(0);
      expect(json).toMatchObject({ error: { hint: expect.any(String) as unknown } });
      expect(await state(connection)).toEqual(before);
      return;
    }
    expect({ status, json }).toMatchObject({ status: 0 });
    await compare(one, json, connection);
  });
});

async function compare(one: Case, json: unknown, connection: Connection): Promise<void> {
  const expected = one.expect;
  const graph = graphOf(graphs[one.graph] ?? "");
  switch (one.command) {
    case "upgrade":
    case "downgrade": {
      const { steps } = json as { steps: readonly { revision: string; headsAfter: string[] }[] };
      const printed = steps.map((step) => `${step.revision}=${step.headsAfter.join()}`).join(" ");
      expect(printed).toBe(expected["steps"]);
      const { rows, applied } = await state(connection);
      expect(rows.join()).toBe(expected["rows"]);
      const revisions = rows.flatMap((row) => graph.get(row) ?? []);
      expect(applied).toEqual([...closure(revisions)].map(({ revision }) => revision).sort());
      return;
    }
    case "stamp":
      expect((await state(connection)).rows.join()).toBe(expected["rows"]);
      return;
    case "heads":
      expect(revisionsOf(json)).toEqual(expected["heads"]);
      return;
    case "history":
      expect(revisionsOf(json)).toEqual(expected["revs"]);
      return;
    default: {
      const found = json as { revisions: unknown; atHead: boolean };
      expect(revisionsOf(found.revisions).toSorted()).toEqual(expected["revs"]);
      expect(found.atHead).toBe(expected["atHeads"]);
    }
  }
}

function revisionsOf(json: unknown): readonly string[] {
  return (json as readonly { revision: string }[]).map(({ revision }) => revision);
}

function titleOf(one: Case): string {
  return `${one.name}: ${one.command} ${JSON.stringify(one.target ?? null)} from ${one.rows?.join() ?? "nothing"}`;
}

function argumentsOf({ command, target, options }: Case): readonly string[] {
  const targets = [target ?? []].flat();
  if (command === "history")
    return ["history", ...(target === undefined ? [] : [`-r${String(target)}`])];
  if (command === "upgrade" || command === "downgrade" || command === "stamp") {
    return [command, ...(options?.purge === true ? ["--purge"] : []), "--", ...targets];
  }
  return [command];
}

/** Files in load order, each of which leaves its name in a table. */
function createProject(graph: string): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "gen-case-")));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  symlinkSync(nodeModules, join(directory, "node_modules"), "dir");
  writeFileSync(
    join(directory, "gen.config.json"),
    `{ "schema": "schema/*.ts", "migrations": "." }`,
  );
  for (const file of filesOf(graph)) {
    const { revision, downRevision, branchLabels, dependsOn } = file;
    const text = revisionFile(
      { revision },
      {
        upgrade: `await op.execute("INSERT INTO applied VALUES ($1)", ["${revision}"]);`,
        downgrade: `await op.execute("DELETE FROM applied WHERE revision = $1", ["${revision}"]);`,
      },
    )
      .replace(/downRevision = .*;/, `downRevision = ${JSON.stringify(downRevision)};`)
      .replace(/branchLabels = .*;/, `branchLabels = ${JSON.stringify(branchLabels)};`)
      .replace(/dependsOn = .*;/, `dependsOn = ${JSON.stringify(dependsOn)};`);
    const name = file.path.replace("migrations/", "");
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

interface State {
  readonly rows: readonly string[];
  /** What the migrations have left, sorted. */
  readonly applied: readonly string[];
}

async function prepare(
  connection: Connection,
  text: string,
  rows: readonly string[],
): Promise<State> {
  await connection.batch(
    `DROP TABLE IF EXISTS gen_version, applied;
     CREATE TABLE applied (revision text PRIMARY KEY);
     CREATE TABLE gen_version (version_num varchar(32) PRIMARY KEY)`,
  );
  const graph = graphOf(text);
  const applied = closure(rows.flatMap((row) => graph.get(row) ?? []));
  await connection.query("INSERT INTO gen_version SELECT unnest($1::text[])", [rows]);
  const names = [...applied].map(({ revision }) => revision);
  await connection.query("INSERT INTO applied SELECT unnest($1::text[])", [names]);
  return state(connection);
}

async function state(connection: Connection): Promise<State> {
  const [rows, applied] = await Promise.all(
    ["SELECT version_num AS name FROM gen_version", "SELECT revision AS name FROM applied"].map(
      async (sql) => (await connection.query(sql)).map(({ name }) => String(name)).sort(),
    ),
  );
  return { rows: rows ?? [], applied: applied ?? [] };
}

async function gen(
  cwd: string,
  args: readonly string[],
): Promise<{ readonly status: number; readonly json: unknown }> {
  const stdout = new PassThrough();
  const printed: Buffer[] = [];
  stdout.on("data", (chunk: Buffer) => printed.push(chunk));
  const status = await main(["--json", "--quiet", ...args], {
    cwd,
    env: { DATABASE_URL: database.url },
    stdin: new PassThrough(),
    stdout,
    stderr: new PassThrough().resume(),
  });
  const json: unknown = JSON.parse(Buffer.concat(printed).toString());
  return { status, json };
}
