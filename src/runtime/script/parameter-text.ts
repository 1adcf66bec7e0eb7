import { localTimestamp } from "../../database/parameters.js";

/**
 * A value as node-postgres sends it for a parameter, as text; `null` for NULL.
 *
 * @example parameterText(["a", null]) // {"a",NULL}
 */
export function parameterText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (ArrayBuffer.isView(value)) return `\\x${hex(value)}`;
  if (value instanceof Date) return localTimestamp(value);
  if (Array.isArray(value)) return arrayText(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function arrayText(items: readonly unknown[]): string {
  const elements = items.map((item) => {
    if (Array.isArray(item)) return arrayText(item);
    const text = parameterText(item);
    return text === null ? "NULL" : `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  });
  return `{${elements.join(",")}}`;
}

function hex(bytes: ArrayBufferView): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}
