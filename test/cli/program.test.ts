import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { buildProgram } from "./support/build.js";
import { createProject } from "./support/project.js";

const bin = buildProgram();

const manifest = new URL("../../package.json", import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };

const commands = [
  "init",
  "revision",
  "upgrade",
  "downgrade",
  "current",
  "heads",
  "history",
  "show",
  "branches",
  "edit",
  "stamp",
  "check",
];

describe("version and help", () => {
  test("--version prints the version and nothing else", async () => {
    const outcome = await createProject(bin()).gen("--version");
    expect(outcome).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("--help lists every command", async () => {
    const { status, stdout, stderr } = await createProject(bin()).gen("--help");
    expect(status).toBe(0);
    expect(stderr).toBe("");
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
  });

  test.each(commands)("help %s and %s --help are the same", async (command) => {
    const project = createProject(bin());
    const [help, option] = await Promise.all([
      project.gen("help", command),
      project.gen(command, "--help"),
    ]);
    expect(help).toMatchObject({ status: 0, stderr: "" });
    expect(help.stdout).toContain(`Usage: gen ${command}`);
    expect(help.stdout).toContain("--database-url <url>");
    expect(option.stdout).toBe(help.stdout);
    expect(help.stdout).toMatch(new RegExp(`Examples:\n  \\$ gen ${command}`));
    expect(help.stdout).toMatch(/Environment:\n {2}DATABASE_URL/);
    expect(help.stdout).toMatch(/Exit status:\n {2}0 /);
  });

  test("without a command the help goes to stderr and the call was wrong", async () => {
    const { status, stdout, stderr } = await createProject(bin()).gen();
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("Usage: gen");
  });
});

describe("wrong calls", () => {
  const wrong: readonly [args: readonly string[], message: RegExp, hint: RegExp][] = [
    [["hed"], /Unknown command 'hed'/, /heads/],
    [["help", "hed"], /Unknown command 'hed'/, /gen help/],
    [["heads", "--verbos"], /Unknown option '--verbos'/, /--verbose/],
    [["heads", "--resolve-dependency"], /Unknown option/, /--resolve-dependencies/],
    [["downgrade"], /Missing required argument 'revision'/, /`gen downgrade --help`/],
    [["show"], /Missing required argument 'revision'/, /`gen show --help`/],
    [["heads", "extra"], /Too many arguments/, /./],
    [["heads", "-x", "novalue"], /KEY=VALUE/, /./],
    [["heads", "--config"], /argument missing/, /./],
  ];

  test.each(wrong)("%j", async (args, message, hint) => {
    const project = createProject(bin());
    const [text, json] = await Promise.all([
      project.gen(...args),
      project.gen(...args, ...(args.at(-1) === "--config" ? [] : ["--json"])),
    ]);
    expect(text.status).toBe(2);
    expect(text.stdout).toBe("");
    expect(text.stderr).toMatch(/^error: /);
    expect(text.stderr).toMatch(message);
    expect(text.stderr).toMatch(hint);
    expect(text.stderr).not.toContain("    at ");
    if (args.at(-1) === "--config") return;
    expect(json).toMatchObject({ status: 2, stderr: "" });
    expect(json.json()).toMatchObject({
      error: { code: "usage", message: expect.stringMatching(message) as unknown },
    });
  });

  test("-v shows the stack", async () => {
    const { stderr } = await createProject(bin()).gen("hed", "-v");
    expect(stderr).toMatch(/^ {4}at /m);
  });
});
