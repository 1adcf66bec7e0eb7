// gen revision --rename table:users=members

import { integer, pgTable, text } from "drizzle-orm/pg-core";

export const members = pgTable("members", {
  id: integer().primaryKey(),
  email: text().notNull(),
  name: text(),
});
