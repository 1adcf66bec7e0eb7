import { sql } from "drizzle-orm";
import {
  check,
  integer,
  jsonb,
  numeric,
  pgTable,
  text,
  timestamp,
  unique,
  uniqueIndex,
  varchar,
} from "drizzle-orm/pg-core";

export const other = pgTable(
  "other",
  { id: integer().primaryKey(), a: integer(), b: text() },
  (t) => [unique("other_ab").on(t.a, t.b), uniqueIndex("other_b").on(t.b)],
);
export const t = pgTable(
  "t",
  {
    id: integer(),
    a: integer(),
    b: text(),
    c: varchar({ length: 20 }),
    n: numeric({ precision: 10, scale: 2 }),
    j: jsonb(),
    at: timestamp(),
  },
  (t) => [check("c", sql`${t.a} > 1`)],
);
