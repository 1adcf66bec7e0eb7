import { createRequire } from "node:module";
import type * as pgCore from "drizzle-orm/pg-core";

/**
 * A column builder for a type that Drizzle has no builder for: an existing enum, a type of an
 * extension, a domain. The text stands in the statement as it is, so a name in a schema is written
 * as SQL wants it.
 *
 * @example sqlType("public.user_role")("role").notNull().default("driver")
 * @example sqlType('text COLLATE "C"')("code")
 */
export function sqlType<Data = unknown>(type: string) {
  // Every configuration imports this file; Drizzle would make it wait.
  const core: typeof pgCore = createRequire(import.meta.url)("drizzle-orm/pg-core");
  return core.customType<{ data: Data }>({ dataType: () => type });
}

/** What makes columns of one type: called with a column's name. */
export type SqlTypeColumn<Data = unknown> = ReturnType<typeof sqlType<Data>>;
