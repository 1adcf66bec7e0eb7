import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { buildProgram } from "./cli/support/build.js";

const bin = buildProgram();
const repository = join(import.meta.dirname, "..");
const run = promisify(execFile);

test("the demo shows the main workflow, whatever DATABASE_URL says, and leaves nothing behind", async () => {
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), "gen-demo-test-")));
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
  const { stdout, stderr } = await run(
    process.execPath,
    ["--import", "./.build/typescript.mjs", "test/demo/run.ts", "--bin", bin()],
    {
      cwd: repository,
      env: {
        ...process.env,
        TMPDIR: temporary,
        DATABASE_URL: "postgres://nobody@127.0.0.1:9/none",
      },
    },
  );
  expect(stderr).not.toContain("The demo failed");
  const commands = [...stdout.matchAll(/^\$ (.*)$/gm)].map(([, command]) => command);
  expect(commands).toEqual([
    "npx gen upgrade head",
    "npx gen history",
    'npx gen revision -m "Add color column to vehicles"',
    expect.stringMatching(/^cat migrations\/[0-9a-f]{12}_add_color_column_to_vehicles\.ts$/),
    "npx gen upgrade head",
    "npx gen current",
    "npx gen downgrade -1",
    "npx gen upgrade head",
    "npx gen check",
  ]);
  expect(stdout).toContain('await op.addColumn("vehicles", varchar("color", { length: 30 }));');
  expect(stdout.match(/^ color +\| character varying$/gm)).toHaveLength(1);
  expect(stdout).toMatch(/Running downgrade [0-9a-f]{12} -> 4f5c91f92db5/);
  expect(stdout).toContain("No new upgrade operations detected.");
  expect(readdirSync(temporary)).toEqual([]);
}, 180_000);

test("the demo fails when a command does, and leaves nothing behind either", async () => {
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), "gen-demo-test-")));
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
  const failing = join(temporary, "failing.mjs");
  writeFileSync(failing, "process.exit(3);\n");
  const demo = run(
    process.execPath,
    ["--import", "./.build/typescript.mjs", "test/demo/run.ts", "--bin", failing],
    { cwd: repository, env: { ...process.env, TMPDIR: temporary } },
  );
  await expect(demo).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining("The demo failed: gen upgrade head ended with status 3."),
  });
  expect(readdirSync(temporary)).toEqual(["failing.mjs"]);
});
