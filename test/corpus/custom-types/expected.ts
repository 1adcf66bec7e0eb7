import {
  boolean,
  char,
  doublePrecision,
  integer,
  numeric,
  timestamp,
  varchar,
} from "drizzle-orm/pg-core";
import { type Op, sqlType } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createEnum("mood", ["a", "b"]);

  await op.createTable("t", {
    a: integer("a"),
    b: varchar("b", { length: 20 }),
    c: timestamp("c", { precision: 3, withTimezone: true }),
    d: sqlType('text COLLATE "pg_catalog"."C"')("d"),
    e: sqlType("public.mood")("e"),
    f: boolean("f"),
    g: doublePrecision("g"),
    h: varchar("h", { length: 20 }),
    i: sqlType("tsvector")("i"),
    j: sqlType("int4range")("j"),
    k: sqlType("bytea")("k"),
    l: numeric("l", { precision: 10, scale: 2 }),
    m: char("m", { length: 3 }),
    n: sqlType("money")("n"),
    o: sqlType("xml")("o"),
  });
}

export async function downgrade(op: Op) {
  // loses data: Drops the table with all its rows.
  await op.dropTable("t");
  await op.dropEnum("mood");
}
