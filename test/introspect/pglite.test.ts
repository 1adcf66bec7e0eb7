import "../support/pglite-template.js";
import { expect, test } from "vitest";
import { introspect } from "../../src/introspect/introspect.js";
import { openConnection } from "../../src/database/open.js";
import { counting, publicScope, tableOf, viewOf } from "./support.js";

test("the embedded database is read as a server is", async () => {
  const pglite = await openConnection("pglite:");
  try {
    await pglite.batch(`create type mood as enum ('a', 'b');
      create table t (id serial primary key, i bigint generated always as identity,
        m public.mood[] not null default '{a}', a text unique nulls not distinct,
        v int generated always as (id * 2) virtual, constraint c check (a <> ''));
      create index i on t (lower(a) desc, m) include (id) where a is not null;
      create table r (t int references t on delete cascade);
      alter table t enable row level security; create policy p on t using (id > 0);
      create view w as select a from t; comment on column t.a is 'why'`);
    const { connection, trips } = counting(pglite);
    const found = await introspect(connection, publicScope);
    expect(trips()).toBe(1);
    expect(found.notes).toEqual([]);
    expect(found.searchPath).toEqual(["public"]);
    const table = tableOf(found, "t");
    expect(table.columns).toEqual([
      {
        name: "id",
        type: { sql: "integer" },
        notNull: true,
        serial: { sequence: { schema: "public", name: "t_id_seq" } },
      },
      expect.objectContaining({ name: "i", notNull: true }),
      {
        name: "m",
        type: { sql: "public.mood[]", enum: { schema: "public", name: "mood" } },
        notNull: true,
        default: "'{a}'::public.mood[]",
      },
      { name: "a", type: { sql: "text" }, notNull: false, comment: "why" },
      {
        name: "v",
        type: { sql: "integer" },
        notNull: false,
        generated: { expression: "(id * 2)", stored: false },
      },
    ]);
    expect(table.columns[1]?.identity?.options.maxValue).toBe("9223372036854775807");
    expect(table.primaryKey).toEqual({ name: "t_pkey", columns: ["id"] });
    expect(table.uniqueConstraints).toEqual([
      { name: "t_a_key", columns: ["a"], nullsNotDistinct: true },
    ]);
    expect(table.checks).toEqual([{ name: "c", expression: "(a <> ''::text)" }]);
    expect(table.indexes[0]).toMatchObject({
      keys: [{ expression: "lower(a)", order: "desc", nulls: "first" }, { column: "m" }],
      include: ["id"],
      where: "(a IS NOT NULL)",
    });
    expect(table.policies[0]).toMatchObject({ name: "p", to: ["public"], using: "(id > 0)" });
    expect(tableOf(found, "r").foreignKeys[0]).toMatchObject({
      columns: ["t"],
      referencedColumns: ["id"],
      onDelete: "cascade",
    });
    expect(viewOf(found, "w").dependsOn).toEqual([{ schema: "public", name: "t" }]);

    await pglite.batch("begin; create table inside (a int)");
    const inside = await introspect(pglite, publicScope, { insideTransaction: true });
    expect(tableOf(inside, "inside").columns).toHaveLength(1);
    await pglite.query("rollback");
    expect(await introspect(pglite, publicScope)).toEqual(found);
  } finally {
    await pglite.close();
  }
});
