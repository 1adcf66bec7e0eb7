// gen revision --rename table:logs=archive.logs

import { pgSchema, serial, text } from "drizzle-orm/pg-core";

export const archive = pgSchema("archive");
export const logs = archive.table("logs", { id: serial().primaryKey(), line: text() });
