import { plainNumber } from "./number-text.js";

/**
 * A JSON value as `jsonb_out` prints it: keys by length and then by bytes, a space after each
 * colon and comma, numbers written out.
 *
 * @param json what `JSON.stringify` made of the value
 * @example jsonbText('{"bb":1,"a":[1e3]}') // {"a": [1000], "bb": 1}
 */
export function jsonbText(json: string): string {
  const value: unknown = JSON.parse(json);
  return write(value);
}

function write(value: unknown): string {
  if (typeof value === "number") return plainNumber(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(write).join(", ")}]`;
  const keys = Object.keys(value).sort(byLengthThenBytes);
  const members = keys.map((key) => `${JSON.stringify(key)}: ${write(Reflect.get(value, key))}`);
  return `{${members.join(", ")}}`;
}

function byLengthThenBytes(a: string, b: string): number {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length - right.length || Buffer.compare(left, right);
}
