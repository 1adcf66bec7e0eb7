import { integer, pgSequence, pgTable, serial } from "drizzle-orm/pg-core";
export const q = pgSequence("q", { increment: 7 });
export const t = pgTable("t", { id: integer(), n: serial() });
