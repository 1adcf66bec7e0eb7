/** What a value is to Drizzle, by its entity kind: a second copy of Drizzle makes no difference. */
import { is as drizzleIs } from "drizzle-orm";
import {
  isPgEnum,
  PgMaterializedView,
  PgPolicy,
  PgRole,
  PgSchema,
  PgSequence,
  PgTable,
  PgView,
  type PgEnum,
} from "drizzle-orm/pg-core";

type EntityClass = Parameters<typeof drizzleIs>[1];

/** As Drizzle's own `is`, which fails on objects without a prototype (a module's namespace is one). */
export function is<C extends EntityClass>(value: unknown, type: C): value is InstanceType<C> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null) return false;
  return "constructor" in prototype && drizzleIs(value, type);
}

export const isTable = (value: unknown): value is PgTable => is(value, PgTable);
export const isView = (value: unknown): value is PgView => is(value, PgView);
export const isMaterializedView = (value: unknown): value is PgMaterializedView =>
  is(value, PgMaterializedView);
export const isPolicy = (value: unknown): value is PgPolicy => is(value, PgPolicy);
export const isRole = (value: unknown): value is PgRole => is(value, PgRole);
export const isSequence = (value: unknown): value is PgSequence => is(value, PgSequence);
export const isSchema = (value: unknown): value is PgSchema => is(value, PgSchema);
export const isEnum = (value: unknown): value is PgEnum<[string, ...string[]]> => isPgEnum(value);
