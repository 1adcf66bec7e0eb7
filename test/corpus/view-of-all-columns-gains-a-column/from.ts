import { sql } from "drizzle-orm";
import { integer, pgMaterializedView, pgTable, pgView } from "drizzle-orm/pg-core";
export const t = pgTable("t", { a: integer() });
export const v = pgView("v", {}).as(sql`select * from t`);
export const w = pgMaterializedView("w", {}).as(sql`select v.*, 1 as one from v`);
export const n = pgView("n", {}).as(sql`select count(*) as "n" from t`);
