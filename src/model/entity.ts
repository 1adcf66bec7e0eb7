import { is as drizzleIs } from "drizzle-orm";

type EntityClass = Parameters<typeof drizzleIs>[1];

/**
 * Whether a value is one of Drizzle's, of any copy of Drizzle. As Drizzle's own `is`, which
 * fails on objects without a prototype (a module's namespace is one).
 */
export function is<C extends EntityClass>(value: unknown, type: C): value is InstanceType<C> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null) return false;
  return "constructor" in prototype && drizzleIs(value, type);
}
