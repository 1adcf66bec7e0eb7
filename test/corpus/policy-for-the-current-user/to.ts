import { sql } from "drizzle-orm";
import { integer, pgPolicy, pgTable } from "drizzle-orm/pg-core";
export const t = pgTable("t", { id: integer() }, () => [
  pgPolicy("a", { to: "current_user", using: sql`true` }),
  pgPolicy("b", { to: ["session_user", "public"], using: sql`true` }),
]);
