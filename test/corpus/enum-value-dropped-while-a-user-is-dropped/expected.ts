import { type Op, sqlType } from "drizzle-gen";

export async function upgrade(op: Op) {
  // loses data: Drops the column with all its values.
  await op.dropColumn("u", "n");
  // loses data: Drops the table with all its rows.
  await op.dropTable("t");
  // needs review: Fails if a row still holds 'a': give its new value in "mapping".
  //   SELECT * FROM public.u WHERE m::text IN ('a');
  await op.alterEnum("mood", ["b"], {
    columns: [{ table: "u", column: "m", default: "'b'::public.mood" }],
  });

  await op.createTable("w", {
    m: sqlType("public.mood")("m").default("b"),
  });
}

export async function downgrade(op: Op) {
  // loses data: Drops the table with all its rows.
  await op.dropTable("w");
  await op.alterEnum("mood", ["a", "b"], {
    columns: [{ table: "u", column: "m" }],
  });

  await op.createTable("t", {
    m: sqlType("public.mood")("m").default("a"),
    ms: sqlType("public.mood")("ms").array(),
  });

  await op.addColumn("u", sqlType("public.mood")("n").default("a"));
}
