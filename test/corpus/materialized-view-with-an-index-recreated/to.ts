import { bigint, integer, pgMaterializedView, pgTable } from "drizzle-orm/pg-core";

export const t = pgTable("t", { id: integer().primaryKey(), a: bigint({ mode: "number" }) });
export const v = pgMaterializedView("v").as((qb) => qb.select().from(t));
