import { integer, pgEnum, pgTable } from "drizzle-orm/pg-core";
export const mood = pgEnum("mood", ["b"]);
export const u = pgTable("u", { id: integer(), m: mood().default("b") });
export const w = pgTable("w", { m: mood().default("b") });
