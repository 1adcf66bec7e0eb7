/**
 * What the documents say is true. After a change of what commands print,
 *
 *     GEN_UPDATE_DOCS=1 npx vitest run test/docs.test.ts
 *
 * writes today's output into them, to be reviewed like any other change.
 */
import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { ExitStatus } from "../src/errors.js";
import * as library from "../src/index.js";
import { createOp } from "../src/runtime/op/create-op.js";
import { buildProgram } from "./cli/support/build.js";
import {
  anchorsOf,
  blocksOf,
  documents,
  proseOf,
  readDocument,
  repository,
  sectionOf,
} from "./docs/markdown.js";
import { commandsOf, play, rewritten } from "./docs/session.js";
import { typeErrors } from "./docs/type-check.js";

const bin = buildProgram();
const reference = readDocument("docs/reference.md");

test.each(documents)("%s: TypeScript type-checks", async (document) => {
  expect(await typeErrors(readDocument(document))).toEqual([]);
});

test.each(documents)(
  "%s: commands print what it says",
  async (document) => {
    const markdown = readDocument(document);
    const played = await play(markdown, bin());
    if (process.env["GEN_UPDATE_DOCS"] === "1") {
      const lines = markdown.split("\n");
      for (const one of played.toReversed()) {
        const { line, text } = one.block;
        lines.splice(line, text.split("\n").length, ...rewritten(one).split("\n"));
      }
      writeFileSync(join(repository, document), lines.join("\n"));
      return;
    }
    for (const { block, commands } of played) {
      const printed = commands.map(({ command, actual }) => [
        `${block.line + 1}: ${command}`,
        actual,
      ]);
      const said = commands.map(({ command, expected }) => [
        `${block.line + 1}: ${command}`,
        expected,
      ]);
      expect(printed).toEqual(said);
    }
  },
  300_000,
);

test.each([...documents, "CHANGELOG.md"])("%s: JSON is JSON", (document) => {
  const texts = blocksOf(readDocument(document)).flatMap((block) => {
    if (block.language === "json") return [block.text];
    if (block.language !== "console") return [];
    const printed = commandsOf(block).filter(({ command }) => / --json\b/.test(command));
    return printed.map(({ expected }) => expected);
  });
  const broken = texts.filter((text) => {
    try {
      return JSON.parse(text) === undefined;
    } catch {
      return true;
    }
  });
  expect(broken).toEqual([]);
});

test.each([...documents, "CHANGELOG.md"])("%s: links lead somewhere", (document) => {
  const links = [...proseOf(readDocument(document)).matchAll(/\]\(([^)\s]+)\)/g)];
  const broken = links.flatMap(([, link = ""]) => {
    if (/^https?:/.test(link)) return [];
    const [path = "", anchor] = link.split("#");
    const file = path === "" ? document : join(dirname(document), path);
    if (!existsSync(join(repository, file))) return [link];
    return anchor === undefined || anchorsOf(readDocument(file)).has(anchor) ? [] : [link];
  });
  expect(broken).toEqual([]);
});

test.each(["docs/architecture.md", "CONTRIBUTING.md"])(
  "%s: files that it names exist",
  (document) => {
    const named = [...readDocument(document).matchAll(/`((?:[\w.-]+\/)+[\w.-]*)`/g)];
    const missing = named.flatMap(([, path = ""]) =>
      ["", "src", "src/autogenerate", "src/runtime"].some((folder) =>
        existsSync(join(repository, folder, path)),
      )
        ? []
        : [path],
    );
    expect(missing).toEqual([]);
  },
);

describe("the command line", () => {
  test("every command and option is in the reference, and nothing else", async () => {
    const program = parseHelp(await help());
    const globals = new Set(program.options);
    for (const option of globals)
      expect(sectionOf(reference, "## Options everywhere")).toContain(option);
    const documented = [...reference.matchAll(/^### `gen ([a-z-]+)/gm)].map(([, name]) => name);
    expect(documented.toSorted()).toEqual(
      program.commands.filter((name) => name !== "help").toSorted(),
    );
    for (const command of program.commands.filter((name) => name !== "help")) {
      const own = parseHelp(await help(command)).options.filter((option) => !globals.has(option));
      const heading = reference.split("\n").find((line) => line.startsWith(`### \`gen ${command}`));
      const said = new Set(optionsIn(sectionOf(reference, heading ?? "") ?? ""));
      expect({ command, missing: own.filter((option) => !said.has(option)) }).toMatchObject({
        missing: [],
      });
      const wrong = [...said].filter((option) => !own.includes(option) && !globals.has(option));
      expect({ command, wrong }).toMatchObject({ wrong: [] });
    }
  }, 120_000);

  test.each(documents)(
    "%s: every gen that is typed exists",
    async (document) => {
      const program = parseHelp(await help());
      const known = new Map<string, ReadonlySet<string>>();
      for (const { text, line } of commandLines(readDocument(document))) {
        const [, rest = ""] = /\bgen ((?:(?!\s(?:\||&&|;|>)\s?).)*)/.exec(text) ?? [];
        const name = rest.split(/\s+/).find((word) => program.commands.includes(word));
        const at = `${document}:${line}: ${text}`;
        if (name === undefined) {
          expect(at).toMatch(/gen (--version|--help)/);
          continue;
        }
        if (!known.has(name)) known.set(name, new Set(parseHelp(await help(name)).options));
        const unknown = optionsIn(rest.replaceAll(/"[^"]*"/g, '""')).filter(
          (option) => !known.get(name)?.has(option),
        );
        expect({ at, unknown }).toMatchObject({ unknown: [] });
      }
    },
    120_000,
  );
});

test("every key of the configuration is in the reference", () => {
  const types = readFileSync(join(repository, "src/config/types.ts"), "utf8");
  const [, config = ""] = /export interface Config[^{]*\{([^]*?)\n\}/.exec(types) ?? [];
  const keys = [...config.matchAll(/readonly (\w+)\??:/g)].map(([, key]) => key);
  const [section = ""] = (sectionOf(reference, "## Configuration") ?? "").split("\n### ");
  const documented = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, key]) => key);
  expect(documented).toEqual(keys);
});

test("every hook is in the reference", () => {
  const source = readFileSync(join(repository, "src/config/hooks.ts"), "utf8");
  const [, hooks = ""] = /export interface Hooks \{([^]*?)\n\}/.exec(source) ?? [];
  const names = [...hooks.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name);
  const section = sectionOf(reference, "### Hooks") ?? "";
  const documented = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect(documented).toEqual(names);
});

test("every method of op is in the reference, and nothing else", () => {
  const op = createOp({
    run: async () => undefined,
    query: async () => [],
    autocommit: async () => undefined,
    args: {},
    isOffline: false,
    db: () => {
      throw new Error("There is no database here.");
    },
  });
  const section = sectionOf(reference, "## What a migration can say") ?? "";
  const documented = [...section.matchAll(/\bop\.(\w+)/g)].map(([, name]) => name);
  expect([...new Set(documented)].toSorted()).toEqual(Object.keys(op).toSorted());
});

test("everything that the package exports is in the reference", () => {
  const section = sectionOf(reference, "## The library") ?? "";
  const missing = Object.keys(library).filter((name) => !section.includes(`\`${name}`));
  expect(missing).toEqual([]);
});

test("every exit status is in the reference", () => {
  const section = sectionOf(reference, "## Exit statuses") ?? "";
  const documented = [...section.matchAll(/^\| (\d) +\|/gm)].map(([, status]) => Number(status));
  expect(documented).toEqual(Object.values(ExitStatus));
});

async function help(...command: readonly string[]): Promise<string> {
  const run = promisify(execFile);
  return (await run(process.execPath, [bin(), "help", ...command])).stdout;
}

function parseHelp(text: string): { readonly options: string[]; readonly commands: string[] } {
  const [, after = ""] = /^Commands:\n([^]*)/m.exec(text) ?? [];
  return {
    options: [...text.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, name = ""]) => name),
    commands: [...after.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = ""]) => name),
  };
}

function optionsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([name]) => name);
}

/** Lines of shell code that run `gen`. */
function commandLines(
  markdown: string,
): readonly { readonly text: string; readonly line: number }[] {
  return blocksOf(markdown)
    .filter(({ language }) => ["console", "sh", "yaml"].includes(language))
    .flatMap(({ text, line }) =>
      text.split("\n").map((one, at) => ({ text: one, line: line + at + 1 })),
    )
    .filter(({ text }) => /^\s*[^#]*\bnpx gen /.test(text));
}
