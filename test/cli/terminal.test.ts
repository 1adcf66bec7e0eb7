import { PassThrough } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { main } from "../../src/cli/main.js";
import { createFleet, type Fleet } from "./support/fleet.js";
import { revisionFile } from "./support/project.js";

/** A stream that says it is a terminal and remembers what it showed. */
function screen() {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 60 });
  let text = "";
  stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { stream, shown: () => text };
}

interface Session {
  readonly env?: NodeJS.ProcessEnv;
  /** What is typed once the question stands on the screen. */
  readonly answers?: Readonly<Record<string, string>>;
  readonly stdinIsTTY?: boolean;
}

/** Runs a command on a terminal, within this process. */
async function onTerminal(fleet: Fleet, args: readonly string[], session: Session = {}) {
  const [stdout, stderr] = [screen(), screen()];
  const stdin = Object.assign(new PassThrough(), { isTTY: session.stdinIsTTY ?? true });
  onTestFinished(() => void stdin.destroy());
  const unanswered = new Map(Object.entries(session.answers ?? {}));
  stderr.stream.on("data", () => {
    for (const [question, answer] of unanswered) {
      if (!stderr.shown().includes(question)) continue;
      unanswered.delete(question);
      stdin.write(`${answer}\n`);
    }
  });
  const status = await main(args, {
    cwd: fleet.directory,
    env: { DATABASE_URL: fleet.database.url, ...session.env },
    stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
  });
  return { status, stdout: stdout.shown(), stderr: stderr.shown() };
}

const green = (text: string) => `\u001b[32m${text}\u001b[39m`;
const erase = "\r\u001b[K";

/** What remains on the screen: a line that was overwritten does not. */
function remaining(text: string): string {
  return text
    .replace(
      new RegExp(`${erase.replace("[", "\\[")}[^\\n]*(?=${erase.replace("[", "\\[")})`, "g"),
      "",
    )
    .replaceAll(erase, "");
}

describe("on a terminal", () => {
  test("a run rewrites the line that it works on", async () => {
    const fleet = await createFleet("");
    fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1", message: "Begin" }));
    fleet.write("migrations/02.ts", revisionFile({ revision: "bbbb2", downRevision: "aaaa1" }));
    const { status, stdout, stderr } = await onTerminal(fleet, ["upgrade", "head"]);
    expect(status).toBe(0);
    expect(stdout).toBe("");
    expect(stderr).toContain("Running upgrade <base> -> aaaa1, Begin (1/2)");
    expect(remaining(stderr)).toMatch(
      /^Running upgrade <base> -> aaaa1, Begin \S*\(\d+ ms\)\S*\nRunning upgrade aaaa1 -> bbbb2, Revision bbbb2 \S*\(\d+ ms\)\S*\n$/,
    );
  });

  test("colours, and none with NO_COLOR or --no-color", async () => {
    const fleet = await createFleet("");
    fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1" }));
    expect((await onTerminal(fleet, ["heads"])).stdout).toContain(green("(head)"));
    const plain = { status: 0, stdout: "aaaa1 (head)\n", stderr: "" };
    expect(await onTerminal(fleet, ["heads", "--no-color"])).toEqual(plain);
    expect(await onTerminal(fleet, ["heads"], { env: { NO_COLOR: "1" } })).toEqual(plain);
    expect(await onTerminal(fleet, ["heads"], { env: { TERM: "dumb" } })).toEqual(plain);
  });

  test.each([
    ["y", "op.renameColumn"],
    ["", "op.dropColumn"],
    ["no", "op.dropColumn"],
  ])("a likely rename is asked about: %j makes it %s", async (answer, operation) => {
    const fleet = await createFleet("");
    await onTerminal(fleet, ["revision", "-m", "first", "--rev-id", "aaaa1"]);
    await onTerminal(fleet, ["upgrade", "head"]);
    fleet.model(`vin: varchar("vin_code", { length: 17 }).notNull(),`);
    const { status, stderr } = await onTerminal(fleet, ["revision", "-m", "x", "--rev-id", "bb2"], {
      answers: { "Was column vehicles.vin renamed to vin_code?": answer },
    });
    expect(stderr).toContain("[y/N]");
    expect(status).toBe(0);
    expect(fleet.read("migrations/bb2_x.ts")).toContain(operation);
  });

  test("nobody is asked who cannot answer", async () => {
    const fleet = await createFleet("");
    await onTerminal(fleet, ["revision", "-m", "first", "--rev-id", "aaaa1"]);
    await onTerminal(fleet, ["upgrade", "head"]);
    fleet.model(`vin: varchar("vin_code", { length: 17 }).notNull(),`);
    const noTerminal = { stdinIsTTY: false };
    const piped = await onTerminal(fleet, ["revision", "-m", "x", "--rev-id", "bb2"], noTerminal);
    expect(piped.status).toBe(0);
    expect(piped.stderr).not.toContain("[y/N]");
    expect(piped.stderr).toContain("--rename column:vehicles.vin=vin_code");
  });
});
