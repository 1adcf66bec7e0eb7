import { index, integer, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", { a: integer(), b: integer(), c: text() }, (t) => [
  index("t_a").on(t.a.desc()),
]);
