/** Rows by a key that several of them share, in their order. */
export function groupedBy<R, K>(rows: readonly R[], key: (row: R) => K): ReadonlyMap<K, R[]> {
  const groups = new Map<K, R[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}

/** A column by what the catalog calls it: its table's identifier and its number. */
export function columnKey(table: number, number: number): string {
  return `${table} ${number}`;
}
