import { sql } from "drizzle-orm";
import { check, index, text } from "drizzle-orm/pg-core";
import { type Op, sqlType } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createTable(
    "t",
    {
      s: text("s"),
      e: sqlType("citext")("e").default("x"),
      h: sqlType("hstore")("h"),
    },
    (t) => [
      check("c", sql`"e" in ('A', 'b')`),
      index("i").using("gin", t.s.op("gin_trgm_ops")),
      index("j").using("gist", t.h),
      index("k").using("gist", t.s.op("gist_trgm_ops(siglen=32)")),
    ],
  );
  await op.createIndex(
    "l",
    "t",
    [{ expression: 'lower("s")', opclass: "gin_trgm_ops" }],
    { using: "gin" },
  );
}

export async function downgrade(op: Op) {
  // loses data: Drops the table with all its rows.
  await op.dropTable("t");
}
