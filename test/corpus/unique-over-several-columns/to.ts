import { integer, pgTable, unique } from "drizzle-orm/pg-core";

export const t = pgTable("t", { a: integer(), b: integer() }, (t) => [
  unique("t_a_b").on(t.a, t.b),
]);
