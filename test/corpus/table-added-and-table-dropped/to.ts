import { bigserial, pgTable, smallserial } from "drizzle-orm/pg-core";
export const b = pgTable("b", { id: bigserial({ mode: "number" }).primaryKey(), s: smallserial() });
