// gen revision --rename table:a=b
// gen revision --rename table:b=a

import { integer, pgTable, text } from "drizzle-orm/pg-core";

export const a = pgTable("b", { id: integer().primaryKey(), n: integer() });
export const b = pgTable("a", { id: integer().primaryKey(), s: text() });
