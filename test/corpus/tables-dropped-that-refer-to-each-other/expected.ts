import { integer } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropConstraint("b_a_a_id_fk", "b");

  await op.createTable("c", {
    id: integer("id"),
  });

  // loses data: Drops the table with all its rows.
  await op.dropTable("a");
  // loses data: Drops the table with all its rows.
  await op.dropTable("b");
}

export async function downgrade(op: Op) {
  await op.createTable("b", {
    id: integer("id").primaryKey(),
    a: integer("a"),
  });

  await op.createTable("a", {
    id: integer("id").primaryKey(),
    b: integer("b"),
  });

  // loses data: Drops the table with all its rows.
  await op.dropTable("c");
  await op.createForeignKey("a_b_b_id_fk", "a", ["b"], "b", ["id"]);
  await op.createForeignKey("b_a_a_id_fk", "b", ["a"], "a", ["id"]);
}
