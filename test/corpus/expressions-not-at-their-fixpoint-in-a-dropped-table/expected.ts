import { sql } from "drizzle-orm";
import { check, index, integer, pgPolicy, varchar } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropView("v");

  await op.createTable("u", {
    n: integer("n"),
  });

  // loses data: Drops the table with all its rows.
  await op.dropTable("t");
}

export async function downgrade(op: Op) {
  await op.createTable(
    "t",
    {
      n: integer("n"),
      s: varchar("s", { length: 20 }),
    },
    (t) => [
      check(
        "c",
        sql`((s)::text = ANY (((ARRAY['a'::character varying, 'b'::character varying])::character varying[])::text[]))`,
      ),
      check("d", sql`((n BETWEEN 1 AND 5) AND (n <> 3))`),
      index("i")
        .on(t.n)
        .where(
          sql`((s)::text <> ALL (((ARRAY['a'::character varying, 'b'::character varying])::character varying[])::text[]))`,
        ),
      pgPolicy("p", {
        using: sql`(((s)::text = ANY (((ARRAY['a'::character varying, 'b'::character varying])::character varying[])::text[])) AND (n > 1))`,
      }),
    ],
  );

  // loses data: Drops the table with all its rows.
  await op.dropTable("u");
  await op.createView(
    "v",
    `SELECT t.n,
    t.s
   FROM public.t
  WHERE ((t.s)::text = ANY (((ARRAY['a'::character varying, 'b'::character varying])::character varying[])::text[]))`,
  );
}
