// gen revision --rename enum:mood=app.mood

import { integer, pgSchema, pgTable } from "drizzle-orm/pg-core";

export const app = pgSchema("app");
export const mood = app.enum("mood", ["sad", "happy"]);
export const t = pgTable("t", { id: integer(), mood: mood() });
