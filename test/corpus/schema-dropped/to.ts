import { integer, pgTable } from "drizzle-orm/pg-core";

export const u = pgTable("u", { id: integer() });
