import { sql } from "drizzle-orm";
import { integer, pgTable } from "drizzle-orm/pg-core";
export const t = pgTable("t", {
  g: integer().generatedAlwaysAs(sql`z + 1`),
  id: integer(),
  z: integer(),
});
