// gen revision --rename column:t.m=k
// gen revision --rename table:u=z

import { sql } from "drizzle-orm";
import { integer, pgEnum, pgMaterializedView, pgTable, pgView } from "drizzle-orm/pg-core";
export const mood = pgEnum("mood", ["b", "a"]);
export const t = pgTable("t", { k: mood(), n: integer() });
export const u = pgTable("z", { m: mood() });
export const v = pgView("v", {}).as(sql`select k from t`);
export const w = pgMaterializedView("w", {})
  .withNoData()
  .as(sql`select m from z`);
export const x = pgView("x", {}).as(sql`select * from w`);
