import { quoteLiteral } from "../schema/identifiers.js";

/**
 * A value of JavaScript as SQL, for where its type is not known: in the middle of an expression.
 *
 * @example literal("it's") // 'it''s'
 * @example literal(-5) // (-5)
 */
export function literal(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quoteLiteral(value);
    case "boolean":
      return String(value);
    case "number":
    case "bigint":
      return numberLiteral(value);
    case "object":
      return value === null ? "NULL" : quoteLiteral(textOf(value));
    default:
      throw new TypeError(`a ${typeof value} cannot be written as SQL`);
  }
}

/** In parentheses where it is negative: `a -${-5}` would otherwise begin a comment. */
function numberLiteral(value: number | bigint): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return `'${String(value)}'::double precision`;
  }
  return value < 0 ? `(${String(value)})` : String(value);
}

/** The text that PostgreSQL's input functions read an object from. */
export function textOf(value: object): string {
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) {
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  }
  if (Array.isArray(value)) return arrayText(value);
  return JSON.stringify(value);
}

/**
 * An array as `array_out` prints it: quotes only where an element needs them.
 * https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 *
 * @example arrayText(["a", "b c", null]) // {a,"b c",NULL}
 */
export function arrayText(values: readonly unknown[]): string {
  return `{${values.map(elementText).join(",")}}`;
}

function elementText(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (Array.isArray(value)) return arrayText(value);
  if (typeof value === "boolean") return value ? "t" : "f";
  if (typeof value === "object") return quoted(textOf(value));
  return quoted(String(value));
}

function quoted(text: string): string {
  const plain = text !== "" && !/[{}",\\ \t\n\v\f\r]/.test(text) && text.toLowerCase() !== "null";
  return plain ? text : `"${text.replace(/["\\]/g, "\\$&")}"`;
}
