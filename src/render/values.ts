/** JavaScript values (rows, statement parameters, JSON defaults) as TypeScript source. */
import { objectLiteral, stringLiteral } from "./literals.js";
import { GenError } from "../errors.js";

/**
 * An expression that evaluates to a value equal to `value`.
 *
 * @throws GenError `unprintable_value` for a function, a symbol or an instance of a class
 *   other than Date and Uint8Array.
 * @example valueLiteral({ at: new Date(0), big: 5n }) // { at: new Date("1970-01-01T00:00:00.000Z"), big: 5n }
 */
export function valueLiteral(value: unknown): string {
  switch (typeof value) {
    case "string":
      return stringLiteral(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "boolean":
    case "undefined":
      return String(value);
    case "object":
      return value === null ? "null" : objectValue(value);
    default:
      return unprintable(typeof value);
  }
}

function objectValue(value: object): string {
  if (Array.isArray(value)) return `[${value.map(valueLiteral).join(", ")}]`;
  if (value instanceof Date) return `new Date(${stringLiteral(value.toISOString())})`;
  if (value instanceof Uint8Array) {
    return `Buffer.from("${Buffer.from(value).toString("base64")}", "base64")`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    return unprintable(value.constructor.name);
  }
  return objectLiteral(Object.entries(value).map(([key, item]) => [key, valueLiteral(item)]));
}

function unprintable(what: string): never {
  throw new GenError("unprintable_value", `A value of type ${what} cannot be written to a file.`, {
    hint: "Use text, numbers, booleans, dates, bytes, arrays and plain objects.",
  });
}
