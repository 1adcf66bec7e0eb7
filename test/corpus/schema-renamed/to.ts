// gen revision --rename schema:app=core

import { pgSchema, serial } from "drizzle-orm/pg-core";

export const app = pgSchema("core");
export const t = app.table("t", { id: serial().primaryKey() });
