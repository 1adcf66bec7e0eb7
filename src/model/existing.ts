/** Objects that the models name and that are managed elsewhere. */

// Nothing is imported: applications load this file while they run.

/** Registered, so that every copy of this package knows the mark. */
const mark = Symbol.for("drizzle-gen:existing");

/**
 * Marks a table, view, enum, sequence or a whole schema as managed elsewhere. Foreign
 * keys, columns, views and policies may refer to it. It is never compared, created, altered or
 * dropped. Returns the object itself.
 *
 * @example
 * const auth = existing(pgSchema("auth"));
 * export const users = auth.table("users", { id: uuid().primaryKey() });
 *
 * @example
 * export const users = existing(pgSchema("auth").table("users", { id: uuid().primaryKey() }));
 */
export function existing<T extends object>(object: T): T {
  Object.defineProperty(object, mark, { value: true, configurable: true });
  if ("schemaName" in object) markMembers(object);
  return object;
}

/** What makes something in a schema, which itself need not be exported then. */
const makers = ["table", "enum", "sequence"];

function markMembers(schema: object): void {
  for (const maker of makers) {
    const make: unknown = Reflect.get(schema, maker);
    if (typeof make !== "function") continue;
    const value = (...args: readonly unknown[]): unknown => {
      const made: unknown = Reflect.apply(make, schema, args);
      const isObject = typeof made === "object" || typeof made === "function";
      return isObject && made !== null ? existing(made) : made;
    };
    Object.defineProperty(schema, maker, { value, configurable: true });
  }
}

export function isMarkedExisting(value: object): boolean {
  return Reflect.get(value, mark) === true;
}
