import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Operation } from "../../src/operations/types.js";
import { readHeader } from "../../src/revisions/header.js";
import { header, render } from "./support/render.js";
import { column, table } from "../support/builders.js";
import { samples, vehicles } from "./support/samples.js";

const manufacturer = column("manufacturer", "character varying(50)");
const addColumn = { kind: "addColumn", table: vehicles, column: manufacturer } as const;
const dropColumn = {
  kind: "dropColumn",
  table: vehicles,
  column: "manufacturer",
  previous: manufacturer,
} as const;

/** The statements of `upgrade`, without their indentation. */
function bodyOf(file: string): string {
  const body = /function upgrade\(_?op: Op\) \{\n([\s\S]*?)\n\}\n/.exec(file)?.[1] ?? "";
  return body.replace(/^ {2}/gm, "");
}

describe("a migration file", () => {
  it("has one shape", async () => {
    expect(await render([addColumn], { downgrade: [dropColumn] })).toBe(`/**
 * Add manufacturer column to vehicles table
 *
 * Revision ID: 3f2a9c81b0de
 * Revises: 9b1c7d20aa41
 * Create Date: 2026-11-22T15:43:00.000Z
 */
import { varchar } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export const revision = "3f2a9c81b0de";
export const downRevision = "9b1c7d20aa41";
export const branchLabels = null;
export const dependsOn = null;

export async function upgrade(op: Op) {
  await op.addColumn("vehicles", varchar("manufacturer", { length: 50 }));
}

export async function downgrade(op: Op) {
  // loses data: Drops the column with all its values.
  await op.dropColumn("vehicles", "manufacturer");
}
`);
  });

  it("is the same for the same operations", async () => {
    const all = Object.values(samples).flat();
    expect(await render(all, { downgrade: all })).toBe(await render(all, { downgrade: all }));
  });

  it("says null, one, or several in its header", async () => {
    const file = await render([], {
      header: {
        ...header,
        downRevision: [],
        branchLabels: ["billing"],
        dependsOn: ["abc", 'd"ef'],
      },
    });
    expect(file).toContain(" * Revises: <base>\n");
    expect(file).toContain("export const downRevision = null;\n");
    expect(file).toContain('export const branchLabels = "billing";\n');
    expect(file).toContain(`export const dependsOn = ["abc", 'd"ef'];\n`);
  });

  it("has a header that is read again as it was, whatever the message", async () => {
    const text = fc.string({ unit: "binary", maxLength: 60 });
    const nasty = fc.constantFrom(
      "*/ export {}",
      "a\\",
      "a\n * @b\n",
      "/**",
      "${x}",
      "{{upgrade}}",
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, nasty), text, async (message, label) => {
        const given = { ...header, message, branchLabels: [label], dependsOn: [label, "x"] };
        const read = readHeader(await render([], { header: given }), "migration.ts");
        expect(read).toMatchObject({
          ...given,
          message: expect.any(String),
          branchLabels: [label],
          dependsOn: [label, "x"],
        });
      }),
      { numRuns: 30 },
    );
    const file = await render([], { header: { ...header, message: " Fix\n it: */ now " } });
    expect(readHeader(file, "migration.ts")?.message).toBe("Fix it: * / now");
    const silent = await render([], { header: { ...header, message: " " } });
    expect(readHeader(silent, "migration.ts")?.message).toBe("empty message");
  });

  it("tells what to write where there is nothing to do", async () => {
    const file = await render([]);
    expect(file).toContain("export async function upgrade(_op: Op) {\n  // Rename _op to op");
    expect(file).toContain("export async function downgrade(_op: Op) {\n  // Undo the change, or");
  });

  it("does nothing in a merge", async () => {
    const file = await render([], { header: { ...header, downRevision: ["a", "b"] } });
    expect(file).toContain(" * Revises: a, b\n");
    expect(file).toContain("export async function upgrade(_op: Op) {}\n");
  });

  it("leaves the parameter alone where the body needs it", async () => {
    const file = await render([samples.autocommit[0]]);
    expect(file).toContain("export async function upgrade(op: Op) {\n  await op.autocommit(");
    expect(file).toContain("export async function downgrade(_op: Op) {}\n");
  });
});

describe("the body", () => {
  it("names what needs review above the line", async () => {
    const required = { ...addColumn, column: { ...manufacturer, notNull: true } };
    const body = bodyOf(await render([required]));
    expect(body).toMatch(/^\/\/ needs review: .+\nawait op\.addColumn\("vehicles", varchar\(/);
  });

  it("runs outside a transaction what cannot run in one", async () => {
    const [block] = samples.autocommit;
    const inside = block.kind === "autocommit" ? block.operations : [];
    const column = samples.dropColumn[0];
    const loose = await render([column, ...inside, column]);
    expect(loose).toBe(await render([column, block, column]));
    expect(loose.match(/op\.autocommit\(/g)).toHaveLength(1);
  });

  it("sets tables apart, in a long migration only", async () => {
    const index = { kind: "dropIndex", index: { schema: "public", name: "i" } } as const;
    const on = (name: string): Operation => ({
      kind: "rename",
      object: { kind: "column", table: { schema: "public", name }, name: "a" },
      to: "b",
    });
    const drop = (name: string): Operation => ({
      kind: "dropEnum",
      enum: { schema: "public", name },
    });
    expect(bodyOf(await render([on("x"), on("y"), index]))).not.toContain("\n\n");
    const long = await render([drop("k"), drop("l"), on("x"), on("x"), on("y"), on("z"), index]);
    expect(
      bodyOf(long)
        .split("\n\n")
        .map((part) => part.split("\n").length),
    ).toEqual([2, 2, 3]);
  });

  it("sets a new table apart always", async () => {
    const createTable = {
      kind: "createTable",
      table: table(vehicles, [manufacturer]),
    } as const;
    expect(bodyOf(await render([samples.dropRole[0], createTable, samples.dropRole[0]]))).toBe(
      `await op.dropRole("r");

await op.createTable("vehicles", {
  manufacturer: varchar("manufacturer", { length: 50 }),
});

await op.dropRole("r");`,
    );
  });
});
