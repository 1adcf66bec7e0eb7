// gen revision --rename table:cars=vehicles

import { integer, pgTable, serial, text } from "drizzle-orm/pg-core";
export const a = pgTable("vehicles", { id: serial().primaryKey(), n: text() });
export const b = pgTable("wheels", { car: integer().references(() => a.id) });
