/** How PGlite sends values: as node-postgres does, so that a migration means the same on both. */

/** Text and date types, whose serializers in PGlite know fewer values than node-postgres. */
const SERIALIZED_ALIKE = [25, 1042, 1043, 1082, 1114, 1184];

/** For PGlite's `serializers`, by OID. */
export function parameterSerializers(): Record<number, (value: unknown) => string> {
  return Object.fromEntries(SERIALIZED_ALIKE.map((oid) => [oid, parameterText]));
}

/**
 * A value, which is not null, as the text that node-postgres would send: a `Date` as local time
 * with its offset, bytes as `\\x…`, an array as PostgreSQL's array, other objects as JSON.
 */
export function parameterText(value: unknown): string {
  if (value instanceof Date) return localTimestamp(value);
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString("hex")}`;
  if (Array.isArray(value)) return `{${value.map(elementText).join(",")}}`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function elementText(element: unknown): string {
  if (element === null || element === undefined) return "NULL";
  const text = parameterText(element);
  return Array.isArray(element) ? text : `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** Local time with its offset, which a type without time zone ignores. */
export function localTimestamp(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const minutes = Math.abs(offset);
  const zone = [Math.floor(minutes / 60), minutes % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  return `${local}${offset < 0 ? "-" : "+"}${zone}`;
}
