import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openConnection } from "../../src/database/open.js";
import { ExitStatus } from "../../src/errors.js";

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "gen-pglite-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The identifier of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await new Promise((resolve) => child.once("close", resolve));
  if (child.pid === undefined) throw new Error("Nothing was started.");
  return child.pid;
}

describe("an embedded database", () => {
  test("keeps its data in a directory, which it makes, relative to a base", async () => {
    const directory = temporaryDirectory();
    const first = await openConnection("pglite:.gen/pgdata", { directory });
    await first.batch("CREATE TABLE t (x int); INSERT INTO t VALUES (7)");
    await first.close();
    expect(existsSync(join(directory, ".gen/pgdata/PG_VERSION"))).toBe(true);
    expect(readFileSync(join(directory, ".gen/.gitignore"), "utf8")).toBe("*\n");

    const second = await openConnection("pglite:.gen/pgdata", { directory });
    expect(await second.query("SELECT x FROM t")).toEqual([{ x: 7 }]);
    expect(second).toMatchObject({ kind: "pglite", displayUrl: "pglite:.gen/pgdata" });
    expect(second.serverVersion).toBeGreaterThanOrEqual(140000);
    await second.close();
    expect(existsSync(join(directory, ".gen/pgdata.lock"))).toBe(false);
  });

  test("is open once at a time", async () => {
    const directory = temporaryDirectory();
    const first = await openConnection("pglite:data", { directory });
    await expect(
      openConnection("pglite:data", { directory, lockTimeoutMs: 100 }),
    ).rejects.toMatchObject({ code: "database_locked", status: ExitStatus.locked });

    const waiting = openConnection("pglite:data", { directory });
    await first.close();
    await (await waiting).close();
  });

  test("is taken over from a process that died", async () => {
    const directory = temporaryDirectory();
    const lock = { pid: await deadProcess(), host: hostname(), started: null };
    writeFileSync(join(directory, "data.lock"), JSON.stringify(lock));
    const connection = await openConnection("pglite:data", { directory, lockTimeoutMs: 0 });
    await connection.close();
  });

  test("is taken over from a process whose number is used again", async () => {
    const directory = temporaryDirectory();
    const lock = { pid: process.ppid, host: hostname(), started: "not then" };
    writeFileSync(join(directory, "data.lock"), JSON.stringify(lock));
    const connection = await openConnection("pglite:data", { directory, lockTimeoutMs: 0 });
    await connection.close();
  });

  test("is left alone when another machine has it open", async () => {
    const directory = temporaryDirectory();
    const lock = { pid: 1, host: "elsewhere", started: null };
    writeFileSync(join(directory, "data.lock"), JSON.stringify(lock));
    await expect(
      openConnection("pglite:data", { directory, lockTimeoutMs: 0 }),
    ).rejects.toMatchObject({
      code: "database_locked",
      message: expect.stringContaining("Process 1 on elsewhere"),
    });
  });

  test("that cannot be opened says so and leaves no lock", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "data"), "a file");
    await expect(openConnection("pglite:data", { directory })).rejects.toMatchObject({
      code: "database_embedded",
    });
    expect(existsSync(join(directory, "data.lock"))).toBe(false);
  });

  test("passes notices on", async () => {
    const notices: unknown[] = [];
    const connection = await openConnection("pglite:", {
      onNotice: (notice) => notices.push(notice),
    });
    await connection.query("DROP TABLE IF EXISTS nowhere");
    await connection.close();
    expect(notices).toMatchObject([{ message: 'table "nowhere" does not exist, skipping' }]);
  });
});
