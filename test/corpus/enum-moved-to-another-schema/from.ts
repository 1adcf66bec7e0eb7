import { integer, pgEnum, pgSchema, pgTable } from "drizzle-orm/pg-core";

export const app = pgSchema("app");
export const mood = pgEnum("mood", ["sad", "happy"]);
export const t = pgTable("t", { id: integer(), mood: mood() });
