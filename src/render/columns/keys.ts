/**
 * The keys under which the columns of a new table stand: their own names, except where
 * JavaScript or Drizzle would make something else of the key.
 *
 * @returns For each column's name its key.
 * @example columnKeys(["id", "2"]) // Map { "id" → "id", "2" → "column_2" }
 */
export function columnKeys(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(names);
  return new Map(
    names.map((name) => {
      if (!isReserved(name)) return [name, name];
      let key = `column_${name}`;
      while (taken.has(key)) key += "_";
      taken.add(key);
      return [name, key];
    }),
  );
}

/** Keys that are whole numbers come first in any object; the others mean something to a table. */
function isReserved(name: string): boolean {
  return /^\d+$/.test(name) || tableMembers.has(name);
}

const tableMembers: ReadonlySet<string> = new Set([
  "__proto__",
  "_",
  "$inferSelect",
  "$inferInsert",
  "enableRLS",
  "getSQL",
  "shouldOmitSQLParens",
]);
