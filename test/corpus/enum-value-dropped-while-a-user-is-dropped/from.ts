import { integer, pgEnum, pgTable } from "drizzle-orm/pg-core";
export const mood = pgEnum("mood", ["a", "b"]);
export const t = pgTable("t", { m: mood().default("a"), ms: mood().array() });
export const u = pgTable("u", { id: integer(), m: mood(), n: mood().default("a") });
