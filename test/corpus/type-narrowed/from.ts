import { bigint, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", { a: bigint({ mode: "number" }), b: text() });
