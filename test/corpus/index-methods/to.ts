import { sql } from "drizzle-orm";
import {
  index,
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
  (t) => [
    index("h").using("hash", t.b),
    index("g").using("gin", t.j.op("jsonb_path_ops")),
    index("r").using("brin", t.at),
    index("e").on(sql`(${t.a} + 1)`, sql`${t.b} || 'x'`),
  ],
);
