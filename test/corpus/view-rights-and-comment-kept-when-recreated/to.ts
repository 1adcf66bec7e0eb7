import { bigint, integer, pgTable, pgView } from "drizzle-orm/pg-core";

export const t = pgTable("t", { id: integer().primaryKey(), a: bigint({ mode: "number" }) });
export const v = pgView("v").as((qb) => qb.select().from(t));
