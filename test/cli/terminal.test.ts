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
  /** What is typed once a text stands on the screen, after what was typed before. */
  readonly answers?: readonly (readonly [text: string, keys: string])[];
  readonly stdinIsTTY?: boolean;
}

/** Runs a command on a terminal, within this process. */
async function onTerminal(fleet: Fleet, args: readonly string[], session: Session = {}) {
  const [stdout, stderr] = [screen(), screen()];
  const stdin = Object.assign(new PassThrough(), { isTTY: session.stdinIsTTY ?? true });
  onTestFinished(() => void stdin.destroy());
  const unanswered = [...(session.answers ?? [])];
  let seen = 0;
  stderr.stream.on("data", () => {
    const [next] = unanswered;
    if (next === undefined) return;
    const at = stderr.shown().indexOf(next[0], seen);
    if (at < 0) return;
    seen = stderr.shown().length;
    unanswered.shift();
    stdin.write(next[1]);
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

  test("what is added, dropped and altered have colours of their own", async () => {
    const fleet = await createFleet("");
    await fleet.database.connection.query(
      "CREATE TABLE vehicles (id bigint PRIMARY KEY, plate text)",
    );
    const { stdout } = await onTerminal(fleet, ["check"]);
    expect(stdout).toContain(green("add column public.vehicles.vin"));
    expect(stdout).toContain("\u001b[31mdrop column public.vehicles.plate\u001b[39m");
    expect(stdout).toContain(
      "\u001b[33malter column public.vehicles.id: type bigint -> integer\u001b[39m",
    );
    const plain = await onTerminal(fleet, ["check"], { env: { NO_COLOR: "1" } });
    expect(plain.stdout).not.toContain("\u001b");
  });

  test("a hint is broken between words, and never within a command", async () => {
    const fleet = await createFleet("");
    fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1" }));
    fleet.write("migrations/02.ts", revisionFile({ revision: "bbbb2" }));
    const { stderr } = await onTerminal(fleet, ["upgrade"], { env: { NO_COLOR: "1" } });
    const hint = stderr.slice(stderr.indexOf("hint: ")).trimEnd().split("\n");
    expect(hint.length).toBeGreaterThan(1);
    for (const line of hint) expect(line.length).toBeLessThanOrEqual(60);
    expect(hint.join("\n")).toContain('`gen merge heads -m "…"`');
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

  /** A database with `vehicles`, whose models then have these columns. */
  async function renaming(before: string, after: string): Promise<Fleet> {
    const fleet = await createFleet("");
    fleet.model(before);
    await onTerminal(fleet, ["revision", "-m", "first", "--rev-id", "aaaa1"]);
    await onTerminal(fleet, ["upgrade", "head"]);
    fleet.model(after);
    return fleet;
  }
  const text = (...names: readonly string[]): string =>
    names.map((name) => `${name}: varchar("${name}"),`).join("\n  ");
  const revision = ["revision", "-m", "x", "--rev-id", "bb2"];
  const prompt = "Number, old name, or n";

  test("Enter takes a rename that is sure, and the loss of “new” is said", async () => {
    const fleet = await renaming(text("vin"), text("vin_code"));
    await fleet.database.connection.query(
      "insert into vehicles values (1, 'A'), (2, 'B'), (3, null)",
    );
    const answers = [[`${prompt} [1]: `, "\r"]] as const;
    const { status, stderr } = await onTerminal(fleet, [...revision, "--no-color"], { answers });
    expect(stderr).toContain(
      'Is column "vin_code" of table public.vehicles new, or was it\nrenamed?\n' +
        "    1  renamed from vin\n    n  new: vin (2 values) is dropped\n",
    );
    expect(status).toBe(0);
    expect(fleet.read("migrations/bb2_x.ts")).toContain("op.renameColumn");
    expect(fleet.read("migrations/bb2_x.ts")).not.toContain("op.dropColumn");
  });

  test("unclear answers are asked again, and Enter where nothing is sure; a name is an answer", async () => {
    const before = text("first_name", "last_name");
    const fleet = await renaming(before, text("family_name"));
    const answers = [
      [`${prompt}: `, "\r"],
      [
        "Enter has no default answer here: type a number from the\nlist, an old name, or n for new.\n",
        "y\r",
      ],
      ['"y" is not an answer', "3\r"],
      ['"3" is not an answer', "last_name\r"],
    ] as const;
    const { status, stderr } = await onTerminal(fleet, revision, { answers });
    expect(status).toBe(0);
    const file = fleet.read("migrations/bb2_x.ts");
    expect(file).toContain('op.renameColumn("vehicles", "last_name", "family_name")');
    expect(file).toContain('op.dropColumn("vehicles", "first_name")');
    expect(stderr).not.toContain("is dropped and");
  });

  test("lines that come at once are answers one after the other", async () => {
    const before = text("first_name", "last_name");
    const fleet = await renaming(before, text("given_name", "family_name"));
    const answers = [[prompt, "N\rfirst_name\r"]] as const;
    expect(await onTerminal(fleet, revision, { answers })).toMatchObject({ status: 0 });
    const file = fleet.read("migrations/bb2_x.ts");
    expect(file).toContain('op.renameColumn("vehicles", "first_name", "family_name")');
    expect(file).toContain('op.addColumn("vehicles", varchar("given_name"))');
  });

  test("“none” is said once for all that is left, and a rename before it counts", async () => {
    const fleet = await renaming(text("a", "b", "c"), text("a1", "x", "y", "z"));
    const answers = [[prompt, "1\rNone\r"]] as const;
    const { status, stderr } = await onTerminal(fleet, [...revision, "--no-color"], { answers });
    expect(status).toBe(0);
    expect(stderr).toContain(" none  new, and so is everything that gen would ask");
    expect(stderr.match(/or was it/g)).toHaveLength(2);
    const file = fleet.read("migrations/bb2_x.ts");
    expect(file.match(/op\.renameColumn/g)).toHaveLength(2);
    expect(file.match(/op\.dropColumn/g)).toHaveLength(2 + 3);
  });

  test("of many the ten likeliest are shown, and more when asked for", async () => {
    const names = Array.from({ length: 13 }, (_, index) => `part_${index}`);
    const fleet = await renaming(text(...names), text("colour"));
    const answers = [
      ["m  more: 3 others", "11\r"],
      [
        '"11" is not an answer: type a number from the list, an old\nname, m for more, or n for new.\n',
        "m\r",
      ],
      [`${prompt}: `, "13\r"],
    ] as const;
    const { status, stderr } = await onTerminal(fleet, [...revision, "--no-color"], { answers });
    expect(status).toBe(0);
    expect(stderr.match(/renamed from part_\d+/g)).toHaveLength(13);
    expect(fleet.read("migrations/bb2_x.ts")).toContain("op.renameColumn");
  });

  test.each([
    ["Ctrl-C", "\u0003"],
    ["Ctrl-D", "\u0004"],
  ])("%s at a question interrupts: nothing is written", async (_, key) => {
    const fleet = await renaming(text("vin"), text("vin_code"));
    const { status, stderr } = await onTerminal(fleet, revision, { answers: [[prompt, key]] });
    expect(status).toBe(130);
    expect(stderr).toContain("Interrupted.");
    expect(fleet.list("migrations")).toEqual(["aaaa1_first.ts"]);
  });

  test("nobody is asked who cannot answer", async () => {
    const fleet = await createFleet("");
    await onTerminal(fleet, ["revision", "-m", "first", "--rev-id", "aaaa1"]);
    await onTerminal(fleet, ["upgrade", "head"]);
    fleet.model(`vin: varchar("vin_code", { length: 17 }).notNull(),`);
    const noTerminal = { stdinIsTTY: false };
    const piped = await onTerminal(fleet, ["revision", "-m", "x", "--rev-id", "bb2"], noTerminal);
    expect(piped.status).toBe(0);
    expect(piped.stderr).not.toContain("renamed?");
    expect(piped.stderr).toContain("--rename column:vehicles.vin=vin_code");
    const json = await onTerminal(fleet, ["revision", "-m", "y", "--json", "--rev-id", "cc3"]);
    expect(json.stderr).not.toContain("renamed?");
  });
});
