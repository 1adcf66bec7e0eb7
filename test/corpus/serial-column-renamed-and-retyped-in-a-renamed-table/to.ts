// gen revision --rename table:t=T 2
// gen revision --rename column:t.a=b

import { bigserial, pgTable, text } from "drizzle-orm/pg-core";
export const t = pgTable("T 2", { b: bigserial({ mode: "number" }).primaryKey(), x: text() });
