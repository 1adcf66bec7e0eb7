// gen revision --rename column:t.a=b

import { numeric, pgTable } from "drizzle-orm/pg-core";
export const t = pgTable("t", { b: numeric() });
