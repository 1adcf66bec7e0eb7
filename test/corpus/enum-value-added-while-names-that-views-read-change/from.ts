import { sql } from "drizzle-orm";
import { integer, pgEnum, pgMaterializedView, pgTable, pgView } from "drizzle-orm/pg-core";
export const mood = pgEnum("mood", ["a"]);
export const t = pgTable("t", { m: mood(), n: integer() });
export const u = pgTable("u", { m: mood() });
export const v = pgView("v", {}).as(sql`select m from t`);
export const w = pgMaterializedView("w", {})
  .withNoData()
  .as(sql`select m from u`);
export const x = pgView("x", {}).as(sql`select * from w`);
