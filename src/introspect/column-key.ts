/** A column by what the catalog calls it: its table's identifier and its number. */
export function columnKey(table: number, number: number): string {
  return `${table} ${number}`;
}
