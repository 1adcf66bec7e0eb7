import { textOf } from "./literal.js";

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
