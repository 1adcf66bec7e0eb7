import { integer, serial, text, unique } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createSchema("fleet");

  await op.createTable(
    "users",
    {
      id: serial("id").primaryKey(),
      n: text("n"),
    },
    (t) => [unique("users_n_unique").on(t.n)],
  );

  await op.createTable(
    { schema: "fleet", name: "users" },
    {
      id: serial("id").primaryKey(),
      n: text("n"),
      of: integer("of"),
    },
    (t) => [unique("users_n_unique").on(t.n)],
  );

  await op.createForeignKey(
    "users_of_users_id_fk",
    { schema: "fleet", name: "users" },
    ["of"],
    "users",
    ["id"],
  );
}

export async function downgrade(op: Op) {
  // loses data: Drops the table with all its rows.
  await op.dropTable({ schema: "fleet", name: "users" });
  // loses data: Drops the table with all its rows.
  await op.dropTable("users");
  await op.dropSchema("fleet");
}
