// gen revision --rename enumValue:mood.happy=glad

import { integer, pgEnum, pgTable } from "drizzle-orm/pg-core";

export const mood = pgEnum("mood", ["sad", "glad"]);
export const t = pgTable("t", { id: integer(), mood: mood().default("sad") });
