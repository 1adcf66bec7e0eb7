import fc from "fast-check";
import { expect, test } from "vitest";
import { introspect } from "../../src/introspect/introspect.js";
import { quoteLiteral, quoteName } from "../../src/schema/identifiers.js";
import type { EnumType } from "../../src/schema/types.js";
import { createDatabase } from "../support/database.js";
import { oddName, wantedTable, type WantedTable } from "./arbitrary.js";
import { publicScope } from "./support.js";

interface Case {
  readonly enums: readonly EnumType[];
  readonly tables: readonly WantedTable[];
}

/** One enum and up to two tables; all names in a schema are different. */
const cases: fc.Arbitrary<Case> = fc
  .uniqueArray(oddName, { minLength: 13, maxLength: 13 })
  .chain(([enumName = "", one = "", two = "", ...names]) => {
    const mood: EnumType = { schema: "public", name: enumName, values: ["a", "it's", "🚀"] };
    const tables = fc.tuple(
      wantedTable({ schema: "public", name: one }, names.slice(0, 5), [mood]),
      wantedTable({ schema: "public", name: two }, names.slice(5), [mood]),
    );
    return tables.map((wanted) => ({ enums: [mood], tables: wanted }));
  });

test("what was made is what is found", async () => {
  const { connection } = await createDatabase();
  await fc.assert(
    fc.asyncProperty(cases, async ({ enums, tables }) => {
      const ddl = [
        ...enums.map(
          (type) =>
            `create type ${quoteName(type)} as enum (${type.values.map(quoteLiteral).join()})`,
        ),
        ...tables.flatMap((table) => table.statements),
      ];
      await connection.query("begin");
      try {
        await connection.batch(ddl.join(";\n"));
        const found = await introspect(connection, publicScope, { insideTransaction: true });
        expect(found.schema).toEqual({
          namespaces: [{ name: "public" }],
          roles: [],
          enums,
          sequences: [],
          tables: tables.map(({ table }) => table).sort(byName),
          views: [],
        });
        expect(found.notes).toEqual([]);
      } finally {
        await connection.query("rollback");
      }
    }),
    { numRuns: 100 },
  );
});

/** As PostgreSQL sorts names: by their bytes. */
function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));
}
