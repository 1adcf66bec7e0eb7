import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable } from "drizzle-orm/pg-core";

export const t = pgTable("t", { a: bigint({ mode: "number" }), b: integer() }, (t) => [
  check("t_a_check", sql`${t.a} > 0`),
  index("t_a_index").on(t.a, t.b),
]);
