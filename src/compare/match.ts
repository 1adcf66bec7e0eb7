/** An object that both sides have. */
export interface Pair<T> {
  readonly actual: T;
  readonly desired: T;
}

/** The objects that two lists share, and those that only one of them has. */
export interface Matched<T> {
  readonly both: readonly Pair<T>[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/** Pairs objects with the same key. Keeps the order of the lists. */
export function match<T>(
  actual: readonly T[],
  desired: readonly T[],
  key: (item: T) => string,
): Matched<T> {
  const both = matchInOrder(actual, desired, key);
  return both ? { both, removed: [], added: [] } : matchByKey(actual, desired, key);
}

/** Pairs two lists that have the same keys in the same order, as most lists do. */
function matchInOrder<T>(
  actual: readonly T[],
  desired: readonly T[],
  key: (item: T) => string,
): readonly Pair<T>[] | undefined {
  if (actual.length !== desired.length) return undefined;
  const both: Pair<T>[] = [];
  for (const [index, item] of desired.entries()) {
    const found = actual[index];
    if (found === undefined || key(found) !== key(item)) return undefined;
    both.push({ actual: found, desired: item });
  }
  return both;
}

function matchByKey<T>(
  actual: readonly T[],
  desired: readonly T[],
  key: (item: T) => string,
): Matched<T> {
  const byKey = new Map(actual.map((item) => [key(item), item]));
  const both: Pair<T>[] = [];
  const added: T[] = [];
  for (const item of desired) {
    const found = byKey.get(key(item));
    if (found === undefined) added.push(item);
    else both.push({ actual: found, desired: item });
  }
  const wanted = new Set(desired.map(key));
  return { both, added, removed: actual.filter((item) => !wanted.has(key(item))) };
}

/**
 * Pairs objects by name, and the rest by definition: the same object under another name is renamed.
 * Definitions of objects that differ only by name must be equal.
 */
export function matchByNameThenDefinition<T>(
  actual: readonly T[],
  desired: readonly T[],
  definition: (item: T) => string,
  name: (item: T) => string,
): Matched<T> {
  const { both, ...rest } = match(actual, desired, name);
  const removed = rest.removed.map((item) => ({ item, definition: definition(item) }));
  const renamed: Pair<T>[] = [];
  const added = rest.added.filter((item) => {
    const wanted = definition(item);
    const index = removed.findIndex((candidate) => candidate.definition === wanted);
    const [found] = index < 0 ? [] : removed.splice(index, 1);
    if (found !== undefined) renamed.push({ actual: found.item, desired: item });
    return found === undefined;
  });
  return { both: [...both, ...renamed], removed: removed.map(({ item }) => item), added };
}

export function byName({ name }: { readonly name: string }): string {
  return name;
}

/** Whether two plain values are equal. `undefined` counts as absent. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  }
  if (Array.isArray(b)) return false;
  for (const key in a) if (!isSame(Reflect.get(a, key), Reflect.get(b, key))) return false;
  for (const key in b) if (!(key in a) && Reflect.get(b, key) !== undefined) return false;
  return true;
}

/** Those of the fields that `wanted` has and that differ from `given`. */
export function differing<T extends object, K extends keyof T>(
  wanted: T,
  given: T,
  fields: readonly K[],
): Partial<Pick<T, K>> {
  const changed: Partial<Pick<T, K>> = {};
  for (const field of fields)
    if (wanted[field] !== undefined && !isSame(wanted[field], given[field]))
      changed[field] = wanted[field];
  return changed;
}

/** All strings in plain data. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
