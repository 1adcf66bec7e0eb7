/** Values of JavaScript as SQL. */
import { quoteLiteral } from "../../schema/identifiers.js";

/**
 * A value where its type is not known: in the middle of an expression.
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
      if (typeof value === "number" && !Number.isFinite(value))
        return `'${value}'::double precision`;
      // `a -${-5}` would otherwise begin a comment.
      return value < 0 ? `(${value})` : String(value);
    case "object":
      return value === null ? "NULL" : quoteLiteral(textOf(value));
    default:
      throw new TypeError(`a ${typeof value} cannot be written as SQL`);
  }
}

/** The text that PostgreSQL's input functions read an object from. */
export function textOf(value: object): string {
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) {
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  }
  return Array.isArray(value) ? arrayText(value) : JSON.stringify(value);
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
  const text = typeof value === "object" ? textOf(value) : String(value);
  const isPlain = text !== "" && !/[{}",\\ \t\n\v\f\r]/.test(text) && !/^null$/i.test(text);
  return isPlain ? text : `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/**
 * A JSON text as `jsonb_out` prints it: keys by length and then by bytes, numbers written out.
 *
 * @example jsonbText('{"bb":1,"a":[1e3]}') // {"a": [1000], "bb": 1}
 */
export function jsonbText(json: string): string {
  const value: unknown = JSON.parse(json);
  return printJsonb(value);
}

function printJsonb(value: unknown): string {
  if (typeof value === "number") return plainNumber(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printJsonb).join(", ")}]`;
  const members = Object.entries(value)
    .map(([key, member]) => ({ key, bytes: Buffer.from(key), member: printJsonb(member) }))
    .sort((a, b) => a.bytes.length - b.bytes.length || Buffer.compare(a.bytes, b.bytes));
  return `{${members.map(({ key, member }) => `${JSON.stringify(key)}: ${member}`).join(", ")}}`;
}

/**
 * With all its digits and no exponent, as `numeric_out` prints what it reads.
 *
 * @example plainNumber(1.5e-7) // 0.00000015
 */
export function plainNumber(value: number): string {
  const [mantissa = "", exponent] = String(value).split("e");
  if (exponent === undefined) return Object.is(value, -0) ? "0" : mantissa;
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits.padEnd(point, "0")}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
