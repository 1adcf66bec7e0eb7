import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { readHeader } from "../../src/revisions/header.js";
import { readRevisionFiles } from "../../src/revisions/files.js";

const usual = `/**
 * Add manufacturer column to vehicles table
 *
 * Revision ID: 3f2a9c81b0de
 * Revises: 9b1c7d20aa41
 * Create Date: 2026-11-22T15:43:00.000Z
 */
import { varchar } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export const revision = "3f2a9c81b0de";
export const downRevision = "9b1c7d20aa41"; // null, a string, or an array of strings for a merge
export const branchLabels = null;            // null, a string or an array
export const dependsOn = null;

export async function upgrade(op: Op) {}
`;

describe("readHeader", () => {
  test("reads what gen writes", () => {
    expect(readHeader(usual, "x.ts")).toEqual({
      revision: "3f2a9c81b0de",
      downRevision: ["9b1c7d20aa41"],
      branchLabels: [],
      dependsOn: [],
      message: "Add manufacturer column to vehicles table",
      createDate: "2026-11-22T15:43:00.000Z",
    });
  });

  test.each([
    [
      "types",
      `export const revision: string = 'a'; export const downRevision: string | null = null;`,
    ],
    [
      "a generic type",
      `export const revision = "a"; export const downRevision: Array<string> = [];`,
    ],
    ["as const", `export const revision = "a" as const; export const downRevision = [] as const;`],
    [
      "satisfies",
      `export const revision = "a" satisfies string; export const downRevision = null as string | null;`,
    ],
    [
      "no semicolons",
      `export const revision = "a"\nexport const downRevision = null\nexport function upgrade() {}`,
    ],
    [
      "comments inside",
      `export /* 1 */ const revision /* 2 */ = // 3\n "a" /* 4 */; export const downRevision = [ /* none */ ];`,
    ],
    ["one declaration", `export const revision = "a", downRevision = null;`],
    ["a plain template", "export const revision = `a`; export const downRevision = null;"],
    ["escapes", String.raw`export const revision = "\x61"; export const downRevision = null;`],
    [
      "a byte order mark and a shebang",
      `\uFEFF#!/usr/bin/env node\nexport const revision = "a"; export const downRevision = null;`,
    ],
    ["CRLF", `export const revision = "a";\r\nexport const downRevision = null;\r\n`],
    [
      "code before it",
      `const pattern = /["'\`{]/; const text = \`\${"export const revision = 1"} {\`;\nfunction f() { return /}/.test("}"); }\nexport const revision = "a"; export const downRevision = null;`,
    ],
    [
      "strings that look like it",
      `const s = 'export const revision = "no";';\n// export const revision = "no";\nexport const revision = "a"; export const downRevision = null;`,
    ],
    [
      "a scope that holds another",
      `{ const revision = "no"; }\nnamespace N { export const revision = "no"; }\nexport const revision = "a"; export const downRevision = null;`,
    ],
  ])("reads %s", (_, source) => {
    expect(readHeader(source, "x.ts")).toMatchObject({ revision: "a", downRevision: [] });
  });

  test("reads arrays and single strings", () => {
    const source = `export const revision = "m";
      export const downRevision = ["a", 'b',];
      export const branchLabels = "lib";
      export const dependsOn = ["x"] as const;`;
    expect(readHeader(source, "x.ts")).toMatchObject({
      downRevision: ["a", "b"],
      branchLabels: ["lib"],
      dependsOn: ["x"],
    });
  });

  test.each([
    ["nothing", "export async function upgrade() {}", "no `export const revision"],
    ["no parent", `export const revision = "a";`, "no `export const downRevision"],
    ["a number", `export const revision = 12; export const downRevision = null;`, "`12` on line 1"],
    [
      "an expression",
      `export const revision = "a" + "b"; export const downRevision = null;`,
      "`+` on line 1",
    ],
    [
      "an expression on two lines",
      `export const revision = "a"\n  + "b"; export const downRevision = null;`,
      "`+` on line 2",
    ],
    [
      "a call",
      `\nexport const revision = id(); export const downRevision = null;`,
      "`id` on line 2",
    ],
    [
      "a substitution",
      "export const revision = `a${1}`; export const downRevision = null;",
      "not a literal",
    ],
    [
      "a spread",
      `export const revision = "a"; export const downRevision = [...x];`,
      "`downRevision` is not a literal",
    ],
    ["an end", `export const revision = "a"; export const downRevision = ["b"`, "end of the file"],
    [
      "null",
      `export const revision = null; export const downRevision = null;`,
      "must be one string",
    ],
  ])("refuses %s and says where", (_, source, problem) => {
    expect(() => readHeader(source, "m/0001.ts")).toThrow(
      expect.objectContaining({
        code: "revision_header",
        message: expect.stringMatching(/^m\/0001\.ts: /),
        hint: expect.stringContaining("."),
      }),
    );
    expect(() => readHeader(source, "m/0001.ts")).toThrow(problem);
  });

  test.each([
    ["/** One line */", "One line"],
    ["/**\n * Two\n * lines\n *\n * and more\n */", "Two lines"],
    ["/**\n * Revision ID: a\n */", ""],
    ["/* A licence */\n/**\n * The message\n *\n * Revision ID: a\n */", "The message"],
    ["/**\n * Stars ** and * slashes /\n *\n * Revision ID: a\n */", "Stars ** and * slashes /"],
    ["/* eslint-disable */\n// @ts-nocheck\n/* @ts-nocheck */\n/** The message */", "The message"],
    ["'use strict';\nimport a from 'a';\n/**\n * Late\n *\n * Revision ID: a\n */", "Late"],
    ["import a from 'a';\n/** Something else */", ""],
    ["// no block", ""],
    ["", ""],
  ])("takes the message from %j", (comment, message) => {
    const source = `${comment}\nexport const revision = "a";\nexport const downRevision = null;`;
    expect(readHeader(source, "x.ts")).toMatchObject({ message });
  });

  test("reads the same with comments in between", () => {
    const name = fc.stringMatching(/^[a-z0-9_]{1,12}$/);
    const list = fc.oneof(fc.constant(null), name, fc.array(name, { maxLength: 3 }));
    fc.assert(
      fc.property(
        name,
        list,
        list,
        list,
        fc.string(),
        (revision, down, labels, depends, message) => {
          const text = message.replaceAll(/\*\/|[\r\n]/g, " ");
          const header = `/**\n * ${text}\n *\n * Revision ID: ${revision}\n */\n`;
          const constants = [
            `export const revision = ${JSON.stringify(revision)};`,
            `export const downRevision = ${JSON.stringify(down)};`,
            `export const branchLabels = ${JSON.stringify(labels)};`,
            `export const dependsOn = ${JSON.stringify(depends)};\n`,
          ].join("\n");
          const quick = readHeader(header + constants, "x.ts");
          const thorough = readHeader(header + constants.replaceAll(" = ", " /**/ = "), "x.ts");
          expect(thorough).toEqual(quick);
        },
      ),
    );
  });

  test("waits for more when only the beginning is there", () => {
    for (let end = 0; end < usual.length; end += 1) {
      const header = readHeader(usual.slice(0, end), "x.ts", false);
      if (header !== undefined) expect(header).toEqual(readHeader(usual, "x.ts"));
    }
  });
});

const identifier = fc.stringMatching(/^[a-z0-9_.]{1,32}$/);
const oneOrMore = fc.oneof(fc.constant(null), identifier, fc.array(identifier));

const written = fc.record({
  message: fc.stringMatching(/^[A-Za-z ,'"`;=]{0,60}$/),
  revision: identifier,
  downRevision: oneOrMore,
  branchLabels: oneOrMore,
  dependsOn: oneOrMore,
});

test("a header as gen writes it is read in full, whatever stands before the constants", () => {
  fc.assert(
    fc.property(written, ({ message, revision, downRevision, branchLabels, dependsOn }) => {
      const source = (before: string) => `/**
 * ${message}
 *
 * Revision ID: ${revision}
 * Create Date: 2026-11-22T15:43:00.000Z
 */
import { type AnyPgColumn, varchar } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";
${before}
export const revision = ${JSON.stringify(revision)};
export const downRevision = ${JSON.stringify(downRevision)}; // as in the header
export const branchLabels = ${JSON.stringify(branchLabels)};
export const dependsOn = ${JSON.stringify(dependsOn, null, 2)};

export async function upgrade(op: Op) {}
`;
      const other = source("const other = 1;");
      const read = readHeader(source(""), "a.ts");
      expect(read).toMatchObject({ revision, downRevision: [downRevision ?? []].flat() });
      expect(read).toEqual(readHeader(other, "a.ts"));
    }),
  );
});

describe("readRevisionFiles", () => {
  test("takes revision files in the order of their names and leaves the others", () => {
    const directory = temporaryDirectory({
      "b_second.ts": header("b", "a"),
      "a_first.mts": header("a"),
      "c_third.js": header("c", "b"),
      "d_fourth.mjs": header("d", "c"),
      "a_first.d.ts": "declare const x: number;",
      ".hidden.ts": "",
      "_shared.ts": "export const helper = 1;",
      "notes.md": "",
      "template.ts.template": "",
    });
    mkdirSync(join(directory, "folder.ts"));
    const files = readRevisionFiles([directory, join(directory, "missing")]);
    expect(files.map((file) => file.revision)).toEqual(["a", "b", "c", "d"]);
    expect(files[0]?.path).toBe(join(directory, "a_first.mts"));
  });

  test("reads on when a header does not end in the first 4 KB", () => {
    for (const length of [3_900, 4_000, 4_050, 4_096, 10_000]) {
      const directory = temporaryDirectory({
        "a.ts": `/* ${"é".repeat(length / 2)} */\n${header("a")}`,
      });
      expect(readRevisionFiles([directory])).toMatchObject([{ revision: "a" }]);
    }
  });

  test("names the file that has no header", () => {
    const directory = temporaryDirectory({ "0001_x.ts": "export const x = 1;" });
    expect(() => readRevisionFiles([directory])).toThrow(join(directory, "0001_x.ts"));
  });
});

function header(revision: string, down?: string): string {
  return `export const revision = "${revision}";\nexport const downRevision = ${JSON.stringify(down ?? null)};\n`;
}

function temporaryDirectory(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), "gen-revisions-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(directory, name), content);
  return directory;
}
