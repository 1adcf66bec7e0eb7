import { sql } from "drizzle-orm";
import { check, index, integer, serial } from "drizzle-orm/pg-core";
import { type Op, sqlType } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createSchema("fleet");
  await op.createEnum({ schema: "fleet", name: "text_kind" }, ["a", "b"]);
  await op.createSequence(
    { schema: "fleet", name: "numbers" },
    { startWith: 10, increment: 2 },
  );

  await op.createTable(
    { schema: "fleet", name: "car" },
    {
      id: serial("id").primaryKey(),
      kind: sqlType("fleet.text_kind")("kind").notNull().default("a"),
      kinds: sqlType("fleet.text_kind")("kinds").array(),
    },
    (t) => [
      check("positive", sql`"id" > 0`),
      index("car_kind_index").on(t.kind),
    ],
  );

  await op.createTable(
    { schema: "fleet", name: "wheel" },
    {
      car: integer("car"),
    },
  );

  await op.createForeignKey(
    "wheel_car_car_id_fk",
    { schema: "fleet", name: "wheel" },
    ["car"],
    { schema: "fleet", name: "car" },
    ["id"],
  );

  await op.createView(
    { schema: "fleet", name: "cars" },
    'select "id", "kind", "kinds" from "fleet"."car"',
  );
}

export async function downgrade(op: Op) {
  await op.dropView({ schema: "fleet", name: "cars" });
  // loses data: Drops the table with all its rows.
  await op.dropTable({ schema: "fleet", name: "wheel" });
  // loses data: Drops the table with all its rows.
  await op.dropTable({ schema: "fleet", name: "car" });
  // loses data: Loses the current value: which numbers are already used.
  await op.dropSequence({ schema: "fleet", name: "numbers" });
  await op.dropEnum({ schema: "fleet", name: "text_kind" });
  await op.dropSchema("fleet");
}
