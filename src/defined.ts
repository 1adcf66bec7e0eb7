/** The type of {@link defined}'s result: what may be undefined may be absent. */
type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/**
 * The object without the keys whose value is `undefined`; the object itself if there are none.
 *
 * @example defined({ name: "a", comment: undefined }) // { name: "a" }
 */
export function defined<const T extends object>(object: T): Defined<T> {
  // Called for every column of every schema, so without lists in between, and with a copy only where
  // something goes.
  const given = object as Readonly<Record<string, unknown>>;
  let isComplete = true;
  for (const name in given) if (given[name] === undefined) isComplete = false;
  if (isComplete) return object;
  const result: Record<string, unknown> = {};
  for (const name in given) if (given[name] !== undefined) result[name] = given[name];
  return result as Defined<T>;
}
