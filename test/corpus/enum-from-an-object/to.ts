import { pgEnum, pgTable } from "drizzle-orm/pg-core";
export const mood = pgEnum("mood", { A: "a", B: "b" });
export const t = pgTable("t", { m: mood().default("a") });
