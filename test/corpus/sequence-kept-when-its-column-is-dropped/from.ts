import { sql } from "drizzle-orm";
import { integer, pgSequence, pgTable } from "drizzle-orm/pg-core";
export const q = pgSequence("q", { increment: 7 });
export const n = pgSequence("t_n_seq", { startWith: 5 });
export const t = pgTable("t", {
  id: integer(),
  x: integer(),
  n: integer()
    .notNull()
    .default(sql`nextval('t_n_seq')`),
});
