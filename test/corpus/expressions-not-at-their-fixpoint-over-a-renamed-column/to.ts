// gen revision --rename column:t.a=b

import { integer, pgTable, varchar } from "drizzle-orm/pg-core";
export const t = pgTable("t", { n: integer(), s: varchar({ length: 20 }), b: integer() });
