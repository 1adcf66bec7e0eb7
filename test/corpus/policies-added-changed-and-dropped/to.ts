import { gt, sql } from "drizzle-orm";
import { bigint, pgPolicy, pgTable, text } from "drizzle-orm/pg-core";
export const t = pgTable("t", { id: bigint({ mode: "number" }), n: text() }, (t) => [
  pgPolicy("a", { to: "public", using: gt(t.id, 5), withCheck: sql`${t.n} <> '--'` }),
  pgPolicy("c", { as: "restrictive", for: "select", using: sql`true` }),
]);
