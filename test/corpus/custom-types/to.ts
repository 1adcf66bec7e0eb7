import { customType, pgEnum, pgTable } from "drizzle-orm/pg-core";

const type = (name: string) => customType<{ data: string }>({ dataType: () => name });
export const mood = pgEnum("mood", ["a", "b"]);
export const t = pgTable("t", {
  a: type("int4")(),
  b: type("VARCHAR(20)")(),
  c: type("timestamptz(3)")(),
  d: type('text COLLATE "C"')(),
  e: type("public.mood")(),
  f: type("bool")(),
  g: type("float8")(),
  h: type("character varying(20)")(),
  i: type("tsvector")(),
  j: type("int4range")(),
  k: type("bytea")(),
  l: type("decimal(10,2)")(),
  m: type("bpchar(3)")(),
  n: type("money")(),
  o: type("xml")(),
});
