/** Values as node-postgres sends them, so that a migration means the same everywhere. */

/**
 * A value as text, `null` for NULL: a `Date` as local time with its offset, bytes as `\\x…`, an array
 * as PostgreSQL's array, other objects as JSON.
 *
 * @example parameterText(["a", null]) // {"a",NULL}
 */
export function parameterText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return localTimestamp(value);
  if (ArrayBuffer.isView(value)) {
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  }
  if (Array.isArray(value)) return `{${value.map(elementText).join(",")}}`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function elementText(element: unknown): string {
  const text = parameterText(element);
  if (text === null) return "NULL";
  return Array.isArray(element) ? text : `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** Local time with its offset, which a type without time zone ignores. */
function localTimestamp(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const minutes = Math.abs(offset);
  const zone = [Math.floor(minutes / 60), minutes % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  return `${local}${offset < 0 ? "-" : "+"}${zone}`;
}
