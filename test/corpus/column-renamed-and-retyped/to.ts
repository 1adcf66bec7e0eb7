// gen revision --rename column:users.age=years

import { bigint, integer, pgTable } from "drizzle-orm/pg-core";

export const users = pgTable("users", {
  id: integer().primaryKey(),
  years: bigint({ mode: "number" }),
});
