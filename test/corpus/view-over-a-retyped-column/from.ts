import { integer, pgTable, pgView, varchar } from "drizzle-orm/pg-core";
export const t = pgTable("t", { id: integer(), n: varchar({ length: 5 }) });
export const v = pgView("v").as((qb) => qb.select().from(t));
export const w = pgView("w").as((qb) => qb.select().from(v));
