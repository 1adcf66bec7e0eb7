import { sql } from "drizzle-orm";
import { integer, pgPolicy, pgTable, text } from "drizzle-orm/pg-core";
export const t = pgTable("t", { id: integer(), n: text() }, (t) => [
  pgPolicy("a", { using: sql`${t.id} > 0` }),
  pgPolicy("b", { for: "insert", withCheck: sql`true` }),
]);
