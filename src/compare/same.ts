/** Whether two values say the same: plain data, in which what is undefined is absent. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((one, i) => isSame(one, b[i]));
  }
  if (Array.isArray(b)) return false;
  for (const key in a) if (!isSame(Reflect.get(a, key), Reflect.get(b, key))) return false;
  for (const key in b) if (!(key in a) && Reflect.get(b, key) !== undefined) return false;
  return true;
}

/** The fields, of those named, in which `wanted` says something else than `given`. */
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
