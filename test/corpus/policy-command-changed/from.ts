import { sql } from "drizzle-orm";
import { integer, pgPolicy, pgTable } from "drizzle-orm/pg-core";

export const t = pgTable("t", { id: integer() }, () => [
  pgPolicy("p", { for: "select", using: sql`true` }),
]);
