import { localTimestamp } from "../../database/parameters.js";
import { GenError } from "../../errors.js";
import { quoteLiteral } from "../../schema/identifiers.js";
import { mapTokens } from "../../schema/sql-scanner.js";

/**
 * A statement with its `$1`, `$2`, … written out. Each value becomes a string literal, whose type
 * PostgreSQL finds out from what stands around it, as it does for a parameter.
 *
 * @example inlineValues("UPDATE users SET role = $1", ["driver"]) // UPDATE users SET role = 'driver'
 * @throws GenError `op_argument` for a parameter without a value
 */
export function inlineValues(sql: string, values: readonly unknown[] | undefined): string {
  if (values === undefined || values.length === 0) return sql;
  const literals = values.map(literal);
  return mapTokens(sql, ({ kind, text }) => {
    if (kind !== "parameter") return text;
    return literals[Number(text.slice(1)) - 1] ?? missing(text, literals.length);
  });
}

function literal(value: unknown): string {
  const text = parameterText(value);
  return text === null ? "NULL" : quoteLiteral(text);
}

function missing(parameter: string, count: number): never {
  throw new GenError("op_argument", `There is no value for ${parameter}: ${count} are given.`, {
    hint: "$1 is the first of the values.",
  });
}

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
