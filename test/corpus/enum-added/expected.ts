import { integer } from "drizzle-orm/pg-core";
import { type Op, sqlType } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createEnum("mood", ["a", "it's"]);

  await op.createTable("t", {
    id: integer("id"),
    m: sqlType("public.mood")("m").notNull().default("it's"),
    ms: sqlType("public.mood")("ms").array(),
  });
}

export async function downgrade(op: Op) {
  // loses data: Drops the table with all its rows.
  await op.dropTable("t");
  await op.dropEnum("mood");
}
