// gen revision --rename policy:t.p=readers

import { sql } from "drizzle-orm";
import { integer, pgPolicy, pgTable } from "drizzle-orm/pg-core";

export const t = pgTable("t", { id: integer() }, () => [
  pgPolicy("readers", { for: "select", using: sql`true` }),
]);
