// gen revision --rename column:t.old=new

import { sql } from "drizzle-orm";
import { check, index, integer, pgPolicy, pgTable } from "drizzle-orm/pg-core";

export const t = pgTable("t", { a: integer("new") }, (t) => [
  check("c", sql`${t.a} > 1`),
  index("i")
    .on(t.a, sql`(${t.a} + 1)`)
    .where(sql`${t.a} > 2`),
  pgPolicy("p", { using: sql`${t.a} > 0` }),
]);
