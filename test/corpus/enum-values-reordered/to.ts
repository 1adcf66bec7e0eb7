import { integer, pgEnum, pgTable } from "drizzle-orm/pg-core";

export const mood = pgEnum("mood", ["happy", "sad"]);
export const t = pgTable("t", { id: integer(), mood: mood().default("sad") });
