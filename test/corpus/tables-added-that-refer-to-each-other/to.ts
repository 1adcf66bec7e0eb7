import { integer, pgTable, type AnyPgColumn } from "drizzle-orm/pg-core";
export const keep = pgTable("keep", { id: integer().primaryKey() });
export const a = pgTable("a", {
  id: integer().primaryKey(),
  b: integer().references((): AnyPgColumn => b.id),
});
export const b = pgTable("b", {
  id: integer().primaryKey(),
  a: integer().references((): AnyPgColumn => a.id),
  own: integer().references((): AnyPgColumn => b.id, { onDelete: "set null", onUpdate: "cascade" }),
  keep: integer().references(() => keep.id),
});
