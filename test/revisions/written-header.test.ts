import fc from "fast-check";
import { expect, test } from "vitest";
import { readHeader } from "../../src/revisions/header.js";
import { readWrittenHeader } from "../../src/revisions/written-header.js";

const identifier = fc.stringMatching(/^[a-z0-9_.]{1,32}$/);
const oneOrMore = fc.oneof(fc.constant(null), identifier, fc.array(identifier));

const header = fc.record({
  message: fc.stringMatching(/^[A-Za-z ,'"`;=]{0,60}$/),
  revision: identifier,
  downRevision: oneOrMore,
  branchLabels: oneOrMore,
  dependsOn: oneOrMore,
});

test("a header as gen writes it is read as the lexer reads it", () => {
  fc.assert(
    fc.property(header, ({ message, revision, downRevision, branchLabels, dependsOn }) => {
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
      expect(readWrittenHeader(source(""))).toBeDefined();
      // A statement before the constants is not as gen writes it.
      const other = source("const other = 1;");
      expect(readWrittenHeader(other)).toBeUndefined();
      expect(readHeader(source(""), "a.ts")).toEqual(readHeader(other, "a.ts"));
    }),
  );
});

test.each([
  ["no comment", `export const revision = "a";\n`],
  ["a constant in a comment", `/** a */\n// export const revision = "a";\n`],
  ["an expression", `/** a */\nexport const revision = "a" + "b";\n`],
])("%s is left to the lexer", (_, source) => {
  expect(readWrittenHeader(source)).toBeUndefined();
});
