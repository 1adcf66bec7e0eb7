import { type ChildProcess, spawn } from "node:child_process";
import { expect, test } from "vitest";
import { buildProgram } from "./support/build.js";
import { createFleet, type Fleet } from "./support/fleet.js";
import { revisionFile } from "./support/project.js";

const bin = buildProgram();

const slow = `await op.execute("CREATE TABLE vehicles (id integer)");
  await op.execute("SELECT pg_sleep(300)");`;

/** Waits until the statement of a migration runs on the server. */
async function untilRunning({ database }: Fleet, statement: string): Promise<void> {
  const running = () =>
    database.connection.query(
      `SELECT pg_sleep(0.02) FROM pg_catalog.pg_stat_activity
        WHERE datname = current_database() AND state = 'active' AND query LIKE '${statement}%'`,
    );
  while ((await running()).length === 0);
}

/** Waits until no run is connected any more. */
async function untilGone({ database }: Fleet): Promise<void> {
  const connected = () =>
    database.connection.query(
      `SELECT pg_sleep(0.02) FROM pg_catalog.pg_stat_activity
        WHERE datname = current_database() AND application_name = 'gen'`,
    );
  while ((await connected()).length > 0);
}

async function interrupted(fleet: Fleet, signal: NodeJS.Signals, ...args: readonly string[]) {
  const { child, done } = fleet.start(...args);
  await untilRunning(fleet, "SELECT pg_sleep(300");
  send(child, signal);
  return done;
}

function send(child: ChildProcess, signal: NodeJS.Signals): void {
  expect(child.kill(signal)).toBe(true);
}

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s rolls the migration back and ends with %i", async (signal, status) => {
  const fleet = await createFleet(bin());
  fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1" }));
  fleet.write(
    "migrations/02.ts",
    revisionFile({ revision: "bbbb2", downRevision: "aaaa1" }, { upgrade: slow }),
  );
  const outcome = await interrupted(fleet, signal, "upgrade", "head");
  expect(outcome.status).toBe(status);
  expect(outcome.stderr).toMatch(/interrupted/i);
  expect(outcome.stderr).toContain("the database is still at aaaa1");
  expect(await fleet.columns()).toEqual([]);
  expect((await fleet.gen("current")).stdout).toBe("aaaa1\n");
});

/** Runs its arguments, as `npx` does, and does not hand signals on. */
const npx = `import { spawn } from "node:child_process";
const env = { ...process.env, npm_execpath: process.argv[1], npm_command: "exec" };
spawn(process.argv[2], process.argv.slice(3), { env, stdio: "inherit" });
`;

test.each([
  ["its child", ""],
  ["a shell between them", "; echo $? > status"],
])("npx that is killed takes the run along: %s", async (_, after) => {
  const fleet = await createFleet(bin());
  fleet.write("npx-cli.mjs", npx);
  fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1" }, { upgrade: slow }));
  const command = '"$0" "$1" upgrade head 2> errors';
  const line = after === "" ? `exec ${command}` : command + after;
  const parent = spawn(
    process.execPath,
    ["npx-cli.mjs", "sh", "-c", line, process.execPath, bin()],
    { cwd: fleet.directory, env: { ...process.env, DATABASE_URL: fleet.database.url } },
  );
  await untilRunning(fleet, "SELECT pg_sleep(300");
  send(parent, "SIGKILL");
  await untilGone(fleet);
  expect(await fleet.columns()).toEqual([]);
  expect((await fleet.gen("current", "-q")).stdout).toBe("");
  if (after !== "")
    await expect.poll(() => fleet.exists("status") && fleet.read("status")).toBe("143\n");
  expect(fleet.read("errors")).toContain("was interrupted");
});

test("a run that was started itself goes on when its parent ends", async () => {
  const fleet = await createFleet(bin());
  const brief = slow.replace("300", "1.5");
  fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1" }, { upgrade: brief }));
  const parent = spawn(
    "sh",
    ["-c", `nohup "$0" "$1" upgrade head & wait`, process.execPath, bin()],
    {
      cwd: fleet.directory,
      env: { PATH: process.env["PATH"], DATABASE_URL: fleet.database.url },
      detached: true,
      stdio: "ignore",
    },
  );
  await untilRunning(fleet, "SELECT pg_sleep(1.5");
  send(parent, "SIGKILL");
  await untilGone(fleet);
  expect(await fleet.columns()).toEqual(["id"]);
});

test("with --json the error is the document", async () => {
  const fleet = await createFleet(bin());
  fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1" }, { upgrade: slow }));
  const outcome = await interrupted(fleet, "SIGINT", "upgrade", "head", "--json", "-q");
  expect(outcome).toMatchObject({ status: 130, stderr: "" });
  expect(outcome.json()).toMatchObject({ error: { code: "interrupted" } });
});

test("two runs at once apply each revision once", async () => {
  const fleet = await createFleet(bin());
  const create = `await op.execute("CREATE TABLE vehicles (id integer)");`;
  fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1" }, { upgrade: create }));
  fleet.write("migrations/02.ts", revisionFile({ revision: "bbbb2", downRevision: "aaaa1" }));
  const outcomes = await Promise.all([fleet.gen("upgrade", "head"), fleet.gen("upgrade", "head")]);
  expect(outcomes.map(({ status }) => status)).toEqual([0, 0]);
  const told = outcomes.map(({ stderr }) => stderr).join("");
  expect(told.match(/Running upgrade <base> -> aaaa1/g)).toHaveLength(1);
  expect(told.match(/Running upgrade aaaa1 -> bbbb2/g)).toHaveLength(1);
});

test("a reader that goes away does not fail the command", async () => {
  const fleet = await createFleet(bin());
  fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1" }));
  const { child, done } = fleet.start("upgrade", "head");
  child.stdout?.destroy();
  child.stderr?.destroy();
  expect((await done).status).toBe(0);
  expect((await fleet.gen("current")).stdout).toBe("aaaa1 (head)\n");
});

test("the arguments of -x reach migrations", async () => {
  const fleet = await createFleet(bin());
  const create = 'await op.execute(`CREATE TABLE vehicles (${op.args["column"]} integer)`);';
  fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1" }, { upgrade: create }));
  expect((await fleet.gen("-x", "column=one=1", "upgrade", "head")).status).toBe(1);
  expect((await fleet.gen("-x", "other=a", "upgrade", "-x", "column=vin", "head")).status).toBe(0);
  expect(await fleet.columns()).toEqual(["vin"]);
});
