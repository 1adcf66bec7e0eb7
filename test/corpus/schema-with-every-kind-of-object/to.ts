import { sql } from "drizzle-orm";
import { check, index, integer, pgSchema, pgTable, serial } from "drizzle-orm/pg-core";
export const t = pgTable("t", { id: integer() });
export const fleet = pgSchema("fleet");

export const kind = fleet.enum("text_kind", ["a", "b"]);
export const s = fleet.sequence("numbers", { startWith: 10, increment: 2 });
export const car = fleet.table(
  "car",
  { id: serial().primaryKey(), kind: kind().notNull().default("a"), kinds: kind().array() },
  (t) => [check("positive", sql`${t.id} > 0`), index().on(t.kind)],
);
export const wheel = fleet.table("wheel", { car: integer().references(() => car.id) });
export const v = fleet.view("cars").as((qb) => qb.select().from(car));
