import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  numeric,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createTable("users", {
    id: integer("id").primaryKey(),
  });

  await op.createTable(
    "orders",
    {
      id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
      user_id: integer("user_id").notNull(),
      number: text("number").notNull(),
      total: numeric("total", { precision: 12, scale: 2 })
        .notNull()
        .default("0"),
      created_at: timestamp("created_at", { withTimezone: true })
        .notNull()
        .defaultNow(),
    },
    (t) => [
      unique("orders_number_unique").on(t.number),
      check("orders_total_positive", sql`"total" >= 0`),
      index("orders_user_id_created_at_index").on(
        t.user_id,
        t.created_at.desc().nullsLast(),
      ),
    ],
  );

  await op.createForeignKey(
    "orders_user_id_users_id_fk",
    "orders",
    ["user_id"],
    "users",
    ["id"],
    { onDelete: "cascade" },
  );
}

export async function downgrade(op: Op) {
  // loses data: Drops the table with all its rows.
  await op.dropTable("orders");
  // loses data: Drops the table with all its rows.
  await op.dropTable("users");
}
