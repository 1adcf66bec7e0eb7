import { type Op, sqlType } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.addEnumValue("mood", "b");
  // loses data: Drops the column with all its values.
  await op.dropColumn("u", "n");
  // loses data: Drops the table with all its rows.
  await op.dropTable("t");
}

export async function downgrade(op: Op) {
  await op.createTable("t", {
    m: sqlType("public.mood")("m").default("a"),
    ms: sqlType("public.mood")("ms").array(),
  });

  await op.addColumn("u", sqlType("public.mood")("n"));
  // needs review: Fails if a row still holds 'b': give its new value in "mapping".
  //   SELECT * FROM public.u WHERE m::text IN ('b');
  await op.alterEnum("mood", ["a"], {
    columns: [
      { table: "t", column: "m", default: "'a'::public.mood" },
      { table: "t", column: "ms", array: true },
      { table: "u", column: "m" },
      { table: "u", column: "n" },
    ],
  });
}
