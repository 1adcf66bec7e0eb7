import { integer, pgTable, pgView, text } from "drizzle-orm/pg-core";
export const t = pgTable("t", { id: integer(), n: text() });
export const z = pgView("z").as((qb) => qb.select().from(t));
