import { pgTable, smallint, varchar } from "drizzle-orm/pg-core";

export const t = pgTable("t", { a: smallint(), b: varchar({ length: 5 }) });
