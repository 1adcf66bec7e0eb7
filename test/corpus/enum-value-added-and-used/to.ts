import { sql } from "drizzle-orm";
import { check, integer, pgEnum, pgTable } from "drizzle-orm/pg-core";

export const mood = pgEnum("mood", ["a", "b"]);
export const t = pgTable("t", { id: integer(), m: mood().default("b") }, (t) => [
  check("c", sql`${t.m} <> 'b'`),
]);
