/** Marks objects that are managed elsewhere. Imports nothing: applications load this file. */

/** A registered symbol, so that every copy of this package recognizes the mark. */
const mark = Symbol.for("drizzle-gen:existing");

/**
 * Marks a table, view, enum, sequence or a whole schema as managed elsewhere. Models can refer to
 * it, but it is never compared, created, altered or dropped. Returns the object itself.
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

/** The methods of a schema that create its members. These are marked even if it is not exported. */
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
