import { serial } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // loses data: Drops the table with all its rows.
  await op.dropTable({ schema: "app", name: "t" });
  await op.dropSchema("app");
}

export async function downgrade(op: Op) {
  await op.createSchema("app");

  await op.createTable(
    { schema: "app", name: "t" },
    {
      id: serial("id").primaryKey(),
    },
  );
}
