import { index, integer, pgTable } from "drizzle-orm/pg-core";
export const t = pgTable("t", { a: integer() }, (t) => [
  index("i").using("brin", t.a).with({ pages_per_range: 32 }),
]);
