/** What a migration does when it runs is what it was written from. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/compare/compare.js";
import { introspect } from "../../src/introspect/introspect.js";
import { compile } from "../../src/operations/rules.js";
import type { Operation } from "../../src/operations/types.js";
import type { Connection } from "../../src/database/connection.js";
import { createDatabase } from "../support/database.js";
import { randomSchema } from "../support/random-schema.js";
import { execute } from "./support/execute.js";
import { render } from "./support/render.js";
import { randomTable } from "./support/random-table.js";
import { column } from "../support/builders.js";
import { richTable, role, samples, vehicles } from "./support/samples.js";

function sqlOf(operations: readonly Operation[]): unknown {
  return operations.map((operation) =>
    operation.kind === "autocommit" ? sqlOf(operation.operations) : compile(operation),
  );
}

/** Operations that say something else in other words are compared in a database below. */
const reworded: ReadonlySet<string> = new Set(["createTable", "addColumn"]);

describe("a migration", () => {
  const kinds = Object.values(samples).map((operations) => operations[0].kind);
  it.each(kinds.filter((kind) => !reworded.has(kind)))(
    "runs the same statements: %s",
    async (kind) => {
      const recorded = await execute(await render(samples[kind]));
      expect(flat(sqlOf(recorded))).toEqual(flat(sqlOf(samples[kind])));
    },
  );

  it("computes a column that is not stored with the same statement", async () => {
    const generated = { expression: `length(b COLLATE "C") + 1`, stored: false };
    const virtual = column("v", "integer", { generated, notNull: true });
    const operations = [{ kind: "addColumn", table: vehicles, column: virtual }] as const;
    expect(sqlOf(await execute(await render(operations)))).toEqual(sqlOf(operations));
  });

  it("runs its two directions apart", async () => {
    const file = await render(samples.addColumn, { downgrade: samples.dropColumn });
    expect(await execute(file, "downgrade")).toEqual(samples.dropColumn);
  });

  const creations: readonly (readonly [name: string, operations: readonly Operation[]])[] = [
    ["everything at once", [{ kind: "createTable", table: richTable }, samples.addColumn[0]]],
    ["nothing at all", samples.createTable.slice(1, 2)],
    ["a composite key", samples.createTable.slice(2, 3)],
    ["a late key and an idle policy", samples.createTable.slice(3)],
    ["a serial column", [...samples.createTable.slice(2, 3), ...samples.addColumn.slice(1)]],
  ];
  it.each(creations)("creates what PostgreSQL cannot tell apart: %s", async (_, operations) => {
    const { connection } = await createDatabase();
    const recorded = await execute(await render(operations));
    expect(await catalogAfter(connection, [...setUp, ...recorded])).toEqual(
      await catalogAfter(connection, [...setUp, ...operations]),
    );
  });

  it("creates any columns under any names", async () => {
    const { connection } = await createDatabase();
    await fc.assert(
      fc.asyncProperty(randomTable(), async (table) => {
        const operations = [{ kind: "createTable", table }] as const;
        const recorded = await execute(await render(operations));
        expect(await catalogAfter(connection, [...setUp, ...recorded])).toEqual(
          await catalogAfter(connection, [...setUp, ...operations]),
        );
      }),
      { numRuns: 30 },
    );
  });

  it("does what the comparison of any two schemas asks for", async () => {
    const { connection } = await createDatabase();
    await fc.assert(
      fc.asyncProperty(randomSchema(), randomSchema(), async (from, to) => {
        const { upgrade, downgrade } = compare(from, to);
        const file = await render(upgrade, { downgrade });
        const first = compare(empty, from).upgrade;
        const recorded = await execute(file);
        const after = await catalogAfter(connection, [...first, ...upgrade]);
        expect(await catalogAfter(connection, [...first, ...recorded])).toEqual(after);
        const back = await execute(file, "downgrade");
        expect(await catalogAfter(connection, [...first, ...upgrade, ...back])).toEqual(
          await catalogAfter(connection, [...first, ...upgrade, ...downgrade]),
        );
      }),
      { numRuns: 20 },
    );
  });
});

const setUp: readonly Operation[] = [
  {
    kind: "createRole",
    role: { name: "driver", createDb: false, createRole: false, inherit: true },
  },
  { kind: "createSchema", namespace: { name: "fleet" } },
  { kind: "createEnum", enum: { ...role, values: ["admin", "driver"] } },
];

const empty = {
  namespaces: [{ name: "public" }],
  roles: [],
  enums: [],
  sequences: [],
  tables: [],
  views: [],
};

/** What a database holds after the operations, which are undone. */
async function catalogAfter(
  connection: Connection,
  operations: readonly Operation[],
): Promise<unknown> {
  await connection.query("BEGIN");
  try {
    for (const operation of operations) {
      for (const { sql, values } of compile(operation)) await connection.query(sql, values);
    }
    const scope = {
      schemas: ["public", "fleet", "Other Schema"],
      versionTable: { schema: "public", name: "gen_version" },
    };
    const { schema } = await introspect(connection, scope, { insideTransaction: true });
    return schema;
  } finally {
    await connection.query("ROLLBACK");
  }
}

function flat(nested: unknown): readonly unknown[] {
  return Array.isArray(nested) ? nested.flatMap(flat) : [nested];
}
