// gen revision --rename column:t.a=b
// gen revision --rename column:t.b=a

import { integer, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", { a: text(), b: integer() });
