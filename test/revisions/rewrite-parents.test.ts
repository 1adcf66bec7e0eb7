import { describe, expect, it } from "vitest";
import { rewriteParents } from "../../src/revisions/header.js";

const written = `/**
 * Add colour
 *
 * Revision ID: def456
 * Revises: base01
 * Create Date: 2026-11-22T15:43:00.000Z
 */
import type { Op } from "drizzle-gen";

export const revision = "def456";
export const downRevision = "base01";
export const branchLabels = null;
export const dependsOn = null;

export async function upgrade(op: Op)   {
  // Revises: nothing here; downRevision = "base01"
}
`;

const rewrite = (source: string, ...parents: readonly string[]) =>
  rewriteParents(source, parents, "x.ts");

describe("other parents for a migration", () => {
  it("change the constant and the comment, and nothing else", () => {
    expect(rewrite(written, "abc123")).toBe(
      written
        .replace(" * Revises: base01", " * Revises: abc123")
        .replace('downRevision = "base01";', 'downRevision = "abc123";'),
    );
    const none = rewrite(written);
    expect(none).toContain(" * Revises: <base>\n");
    expect(none).toContain("export const downRevision = null;\n");
    expect(rewrite(none, "base01")).toBe(written);
    expect(rewrite(written, "a", "b")).toContain('downRevision = ["a", "b"];');
  });

  it.each([
    ["export const downRevision = 'a'", "export const downRevision = 'b'"],
    [
      "export const revision = 'x', downRevision = null",
      "export const revision = 'x', downRevision = 'b'",
    ],
    [
      "'use strict'\nimport 'y'\n/*\n   Revises:   a\n*/\nexport const downRevision = null\n// Revises: a\n",
      "'use strict'\nimport 'y'\n/*\n   Revises:   b\n*/\nexport const downRevision = \"b\"\n// Revises: a\n",
    ],
    [
      'export const downRevision: string | null = "a" as const;',
      'export const downRevision: string | null = "b" as const;',
    ],
    [
      "export const revision = 'x', downRevision = ['a', // one\r\n 'c'];\r\n",
      "export const revision = 'x', downRevision = 'b';\r\n",
    ],
    [
      "// Revises: a\nexport const downRevision = null;",
      '// Revises: b\nexport const downRevision = "b";',
    ],
    [
      '\ufeff// Revises: a\r\nexport const downRevision = [ /* one */ "a" ];',
      '\ufeff// Revises: b\r\nexport const downRevision = "b";',
    ],
    [
      "/* Revises: a */ export const downRevision = null;",
      '/* Revises: b */ export const downRevision = "b";',
    ],
    [
      "/** Revises:\r\n */\r\nexport const downRevision = null;",
      '/** Revises:b\r\n */\r\nexport const downRevision = "b";',
    ],
  ])("keep the author's way of writing: %j", (before, after) => {
    expect(rewrite(before, "b")).toBe(after);
  });

  it("need a constant", () => {
    expect(() => rewrite("export const revision = 'a';", "b")).toThrow(
      expect.objectContaining({
        code: "revision_header",
      }),
    );
  });
});
