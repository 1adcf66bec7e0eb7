import { type Op, sqlType } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createEnum("mood", ["a", "b"]);

  await op.createTable("t", {
    m: sqlType("public.mood")("m").default("a"),
  });
}

export async function downgrade(op: Op) {
  // loses data: Drops the table with all its rows.
  await op.dropTable("t");
  await op.dropEnum("mood");
}
