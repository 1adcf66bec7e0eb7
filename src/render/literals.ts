/** Values as TypeScript source. Prettier takes care of quotes and line breaks. */
import { defined } from "../defined.js";
import { GenError } from "../errors.js";
import type { SequenceSettings } from "../operations/types.js";
import { sequenceOptionKeys } from "../schema/sequences.js";
import type { QualifiedName } from "../schema/types.js";

/** Marks source code among values to be written. */
export class Code {
  constructor(readonly text: string) {}
}

/** Writes `op.dropColumn("vehicles", "vin")`. Only the last arguments can be absent. */
export function call(name: string, ...args: readonly unknown[]): string {
  const given = args.filter((argument) => argument !== undefined);
  return `${name}(${given.map(literal).join(", ")})`;
}

export function options<T extends object>(values: T): object | undefined {
  const given = defined(values);
  return Object.keys(given).length === 0 ? undefined : given;
}

/** A value, or `undefined` if it is the default. */
export function unless<T>(usual: T, value: T | undefined): T | undefined {
  return value === usual ? undefined : value;
}

/** The options of `object` that differ from their defaults, in the order of `usual`. */
export function unusual<T extends object>(
  object: T,
  usual: { readonly [K in keyof T]?: T[K] | undefined },
): object | undefined {
  const values = new Map<string, unknown>(Object.entries(object));
  const entries = Object.entries(usual).map(([key, value]) => [
    key,
    unless(value, values.get(key)),
  ]);
  return options(Object.fromEntries(entries));
}

/** An expression that evaluates to a value equal to `value`. */
export function literal(value: unknown): string {
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function" || typeof value === "symbol") return unprintable(typeof value);
  if (typeof value === "object" && value !== null) return objectLiteral(value);
  return Object.is(value, -0) ? "-0" : String(value);
}

function objectLiteral(value: object): string {
  if (value instanceof Code) return value.text;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (value instanceof Date) return `new Date(${stringLiteral(value.toISOString())})`;
  if (value instanceof Uint8Array) {
    return `Buffer.from("${Buffer.from(value).toString("base64")}", "base64")`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    return unprintable(value.constructor.name);
  }
  const entries = Object.entries(value).map(
    ([key, item]) => `${propertyKey(key)}: ${literal(item)}`,
  );
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function unprintable(what: string): never {
  throw new GenError("unprintable_value", `A value of type ${what} cannot be written to a file.`, {
    hint: "Use text, numbers, booleans, dates, bytes, arrays and plain objects.",
  });
}

export function stringLiteral(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, unicodeEscape);
}

/** A template literal that evaluates to exactly `text` and keeps its line breaks visible. */
export function templateLiteral(text: string): string {
  const escaped = text
    .replace(/\\|`|\$(?=\{)/g, "\\$&")
    .replace(/\r/g, "\\r")
    // A carriage return would become a line feed, and half a surrogate pair cannot be written.
    .replace(
      /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufeff]|\p{Surrogate}/gu,
      unicodeEscape,
    );
  return `\`${escaped}\``;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** `__proto__` is a computed key, because a plain one would set the prototype. */
function propertyKey(key: string): string {
  if (key === "__proto__") return `["__proto__"]`;
  return isIdentifierName(key) ? key : stringLiteral(key);
}

export function propertyAccess(object: string, key: string): string {
  return isIdentifierName(key) ? `${object}.${key}` : `${object}[${stringLiteral(key)}]`;
}

function isIdentifierName(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
}

/** A value for an argument that takes SQL. SQL of several lines becomes a template literal. */
export function sqlText<T extends string | null | undefined>(text: T): T | Code {
  return text?.includes("\n") === true ? new Code(templateLiteral(text)) : text;
}

export function numberOrText(decimal: string): number | string {
  return isExactNumber(decimal) ? Number(decimal) : decimal;
}

/** Whether the text is a number that JavaScript prints identically. */
export function isExactNumber(text: string): boolean {
  const value = Number(text);
  const isPrintedSo = String(value) === text;
  return isPrintedSo && (Number.isSafeInteger(value) || /^-?\d+\.\d+$/.test(text));
}

/** A name as the methods of `op` take it: a string for the schema `public`, else an object. */
export function nameOf({ schema, name }: QualifiedName): string | QualifiedName {
  return schema === "public" ? name : { schema, name };
}

/** Storage parameters and view options by Drizzle's names. Numbers and booleans are not strings. */
export function parameters(
  values: Readonly<Record<string, string | null>>,
  spelling: (name: string) => string = camelCase,
): object {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [spelling(name), parameter(value)]),
  );
}

/** Drizzle's name of `security_invoker`. The name stays if it could not be read back. */
function camelCase(name: string): string {
  return /^[a-z]+(_[a-z]+)*$/.test(name)
    ? name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    : name;
}

function parameter(value: string | null): string | number | boolean | null {
  if (value === "true" || value === "false") return value === "true";
  return value !== null && /^(0|[1-9]\d{0,14})$/.test(value) ? Number(value) : value;
}

/** The given options of a sequence, defaults included: they say what changes. */
export function sequenceSettings(settings: SequenceSettings): object {
  const keys = [...sequenceOptionKeys, "restart"] as const;
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = settings[key];
      if (value === undefined) return [];
      return [[key, typeof value === "string" ? numberOrText(value) : value]];
    }),
  );
}
