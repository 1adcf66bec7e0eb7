import { integer } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createTable("b", {
    id: integer("id").primaryKey(),
    a: integer("a"),
    own: integer("own"),
    keep: integer("keep"),
  });

  await op.createForeignKey("b_own_b_id_fk", "b", ["own"], "b", ["id"], {
    onDelete: "set null",
    onUpdate: "cascade",
  });
  await op.createForeignKey("b_keep_keep_id_fk", "b", ["keep"], "keep", ["id"]);

  await op.createTable("a", {
    id: integer("id").primaryKey(),
    b: integer("b"),
  });

  await op.createForeignKey("b_a_a_id_fk", "b", ["a"], "a", ["id"]);
  await op.createForeignKey("a_b_b_id_fk", "a", ["b"], "b", ["id"]);
}

export async function downgrade(op: Op) {
  await op.dropConstraint("b_a_a_id_fk", "b");
  // loses data: Drops the table with all its rows.
  await op.dropTable("a");
  // loses data: Drops the table with all its rows.
  await op.dropTable("b");
}
