// gen revision --rename enum:mood=feeling

import { integer, pgEnum, pgTable } from "drizzle-orm/pg-core";

export const mood = pgEnum("feeling", ["a", "b"]);
export const t = pgTable("t", { id: integer(), m: mood().default("a") });
