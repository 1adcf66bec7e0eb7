// gen revision --rename column:t.a=b

import { sql } from "drizzle-orm";
import { integer, pgTable } from "drizzle-orm/pg-core";
export const t = pgTable("t", {
  b: integer().notNull().unique(),
  g: integer().generatedAlwaysAs(sql`b + 1`),
});
