import { integer, pgEnum, pgTable } from "drizzle-orm/pg-core";
export const mood = pgEnum("mood", ["a", "b"]);
export const u = pgTable("u", { id: integer(), m: mood().default("b") });
