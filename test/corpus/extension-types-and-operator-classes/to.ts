import { sql } from "drizzle-orm";
import { check, customType, index, pgTable, text } from "drizzle-orm/pg-core";
const type = (name: string) => customType<{ data: string }>({ dataType: () => name });
export const t = pgTable(
  "t",
  { s: text(), e: type("citext")().default("x"), h: type("hstore")() },
  (t) => [
    index("i").using("gin", t.s.op("gin_trgm_ops")),
    index("j").using("gist", t.h),
    index("k").using("gist", sql`${t.s} gist_trgm_ops(siglen=32)`),
    index("l").using("gin", sql`lower(${t.s}) gin_trgm_ops`),
    check("c", sql`${t.e} in ('A', 'b')`),
  ],
);
