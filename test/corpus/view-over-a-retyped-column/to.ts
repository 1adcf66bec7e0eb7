import { bigint, pgTable, pgView, text } from "drizzle-orm/pg-core";
export const t = pgTable("t", { id: bigint({ mode: "number" }), n: text() });
export const v = pgView("v").as((qb) => qb.select().from(t));
export const w = pgView("w").as((qb) => qb.select().from(v));
