/**
 * Readers of arguments, imported as `read`. Migrations run without a type check, so the readers
 * throw `op_argument` for each mistake that would otherwise become wrong SQL.
 */
import { is, SQL, type SQLWrapper } from "drizzle-orm";
import { failedError } from "../../errors.js";
import { expressionSql } from "../../model/sql/expression.js";
import { MAX_IDENTIFIER_BYTES, truncateIdentifier } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import type { Inputs, Outputs, Reader, Readers } from "./method.js";
import type { DefaultValue, Expression, ObjectName, WholeNumber } from "./types.js";

/** The error for a wrong argument; `naming` adds the method's name. */
class WrongArgument extends Error {
  constructor(
    message: string,
    readonly hint: string,
    readonly code: string,
  ) {
    super(message);
  }
}

/** The error for a wrong argument. */
export function fail(problem: string, hint: string, code = "op_argument"): Error {
  return new WrongArgument(problem, hint, code);
}

/** Adds the method's name to errors for wrong arguments. */
export function naming<Group extends object>(methods: Group): Group {
  const named = Object.entries(methods).map(([method, call]) => [
    method,
    async (...given: unknown[]): Promise<unknown> => {
      try {
        return await call(...given);
      } catch (error) {
        if (!(error instanceof WrongArgument)) throw error;
        throw failedError(error.code, `op.${method}: ${error.message}.`, error.hint);
      }
    },
  ]);
  return Object.fromEntries(named) as Group;
}

export function checkName(input: unknown, what = "name"): string {
  if (typeof input !== "string" || input === "") {
    throw fail(`the ${what} is ${show(input)}`, "It must be a non-empty string.");
  }
  if (input.includes("\0")) {
    throw fail(`the ${what} holds a zero byte`, "PostgreSQL does not allow it in names.");
  }
  if (Buffer.byteLength(input) <= MAX_IDENTIFIER_BYTES) return input;
  throw fail(
    `the ${what} "${input}" is longer than ${MAX_IDENTIFIER_BYTES} bytes`,
    `PostgreSQL would cut it to "${truncateIdentifier(input)}"; write that, or another.`,
    "name_too_long",
  );
}

export function name(what?: string): Reader<string, string> {
  return (input) => checkName(input, what);
}

/** A name, with or without a schema. */
export function object(what = "name"): Reader<ObjectName, QualifiedName> {
  const read = name(what);
  return (input) => {
    if (typeof input === "string") return { schema: "public", name: read(input) };
    if (typeof input !== "object" || input === null) {
      throw fail(`the ${what} is ${show(input)}`, 'Write "name" or { schema, name }.');
    }
    checkKeys(input, ["schema", "name", "on"]);
    return { schema: schema(input.schema ?? "public"), name: read(input.name) };
  };
}

export const table = object("table");

export const newName = name("new name");
export const schema = name("schema");

/** At least one column name, without duplicates. */
export function columns(what: string): Reader<readonly string[], readonly string[]> {
  return (input) => {
    const names = list(input, what, 'Give an array of names: ["id"].', name("column"));
    const twice = repeated(names);
    if (twice === undefined) return names;
    throw fail(`the column "${twice}" is named twice`, "Name each column once.");
  };
}

/** Names of roles, or PostgreSQL's words such as `public` and `current_user`. */
export const roles: Reader<string | readonly string[], readonly string[]> = (input) => {
  const hint = 'Give names: ["driver"], or "public".';
  return list(typeof input === "string" ? [input] : input, "roles", hint, name("role"));
};

/** A value of an enum. Unlike a name, it can be empty. */
export function enumValue(what: string): Reader<string, string> {
  return (input) => (input === "" ? input : name(what)(input));
}

/** The values of an enum. It can have none. */
export const enumValues: Reader<readonly string[], readonly string[]> = (input) => {
  const hint = 'Give an array: ["admin", "driver"].';
  const values = list(input, "values", hint, enumValue("value"), 0);
  const twice = repeated(values);
  if (twice === undefined) return values;
  throw fail(`"${twice}" is given twice`, "Name each value once.");
};

function list(
  input: readonly string[],
  what: string,
  hint: string,
  item: Reader<string, string>,
  minLength = 1,
): readonly string[] {
  if (Array.isArray(input) && input.length >= minLength) {
    return input.map((element: string) => item(element));
  }
  throw fail(`the ${what} are ${show(input)}`, hint);
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((item, position) => names.indexOf(item) !== position);
}

export function isSql(value: unknown): value is SQL {
  return is(value, SQL);
}

/** SQL as text. */
export function expression(what: string): Reader<Expression, string> {
  return (input) => {
    if (isSql(input)) return expressionSql(input);
    if (typeof input === "string" && input.trim() !== "") return input;
    throw fail(`${what} is ${show(input)}`, "Write SQL as a string, or Drizzle's sql`…`.");
  };
}

/** The query of a view. */
export const query: Reader<Expression | SQLWrapper, string> = (input) => {
  if (typeof input === "object" && input !== null && !isSql(input) && "getSQL" in input) {
    return query(input.getSQL());
  }
  return expression("the query")(input)
    .trim()
    .replace(/;+\s*$/, "");
};

/** A default as SQL. */
export const defaultValue: Reader<DefaultValue, string> = (input) => {
  if (typeof input === "number" && !Number.isFinite(input)) {
    throw fail(`the default is ${input}`, `Write it as SQL: "'${input}'".`);
  }
  return typeof input === "number" || typeof input === "bigint" || typeof input === "boolean"
    ? String(input)
    : expression("the default")(input);
};

/** A whole number, as decimal text. */
function wholeNumber(key: string): Reader<WholeNumber, string> {
  return (input) => {
    if (typeof input === "number" ? Number.isSafeInteger(input) : /^-?\d+$/.test(String(input))) {
      return String(input);
    }
    throw fail(`${key} is ${show(input)}`, "Give a whole number; a large one as bigint, 9n.");
  };
}

/** Leaves the check to PostgreSQL. */
export function unchecked<T>(): Reader<T, T> {
  return (input) => input;
}

export const flag = unchecked<boolean>();

export function orNull<Input, Output>(
  read: Reader<Input, Output>,
): Reader<Input | null, Output | null> {
  return (input) => (input === null ? null : read(input));
}

export const sequenceOptions = {
  /** The first value. Default: the minimum, or the maximum if the sequence descends. */
  startWith: wholeNumber("startWith"),
  /** Default: 1. A negative number makes the sequence descend. */
  increment: wholeNumber("increment"),
  minValue: wholeNumber("minValue"),
  maxValue: wholeNumber("maxValue"),
  /** How many values each session reserves at once. Default: 1. */
  cache: wholeNumber("cache"),
  /** Whether the sequence starts over at its limit instead of failing. Default: false. */
  cycle: flag,
};

export const sequenceChanges = {
  ...sequenceOptions,
  /** The next value. Required if the current value is outside the new limits. */
  restart: wholeNumber("restart"),
};

/** Storage parameters and view options. The names are Drizzle's or PostgreSQL's. */
export type StorageParameters = Readonly<Record<string, string | number | boolean | undefined>>;

/** Converts the names to PostgreSQL's and the values to text: `{ security_invoker: "true" }`. */
export const storageParameters = parameters<StorageParameters[string], string>(String);

/** Like {@link storageParameters}; `null` resets a parameter. */
export const resettableParameters = parameters<string | number | boolean | null, string | null>(
  (value) => (value === null ? null : String(value)),
);

function parameters<Value, Text>(textOf: (value: Value) => Text) {
  return (input: Readonly<Record<string, Value>>): Readonly<Record<string, Text>> => {
    const given = Object.entries(input ?? {}).filter(([, value]) => value !== undefined);
    return Object.fromEntries(given.map(([key, value]) => [snakeCase(key), textOf(value)]));
  };
}

function snakeCase(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** An object with all keys of `required` and any of `optional`. Drops keys that are `undefined`. */
export function record<const R extends Readers, const O extends Readers>(
  required: R,
  optional: O,
): Reader<Inputs<R> & Partial<Inputs<O>>, Outputs<R> & Partial<Outputs<O>>> {
  const readers = Object.entries<Reader<never, unknown>>({ ...required, ...optional });
  const keys = readers.map(([key]) => key);
  return (input) => {
    checkKeys(input, keys);
    const given = new Map<string, unknown>(Object.entries(input));
    const values = readers
      .filter(([key]) => key in required || given.get(key) !== undefined)
      .map(([key, read]) => [key, read(given.get(key) as never)]);
    return Object.fromEntries(values) as ReturnType<ReturnType<typeof record<R, O>>>;
  };
}

/** An object of options, or nothing. */
export function options<const O extends Readers>(readers: O) {
  const read = record({}, readers);
  return (input: Partial<Inputs<O>> | undefined) => read(input === undefined ? {} : input);
}

/** An object with at least one of the keys. */
export function changes<const O extends Readers>(readers: O) {
  const read = record({}, readers);
  return (input: Partial<Inputs<O>>) => {
    const values = read(input);
    if (Object.keys(values).length > 0) return values;
    const keys = Object.keys(readers).join(", ");
    throw fail("no change is given", `Give at least one of ${keys}.`);
  };
}

function checkKeys(input: object, keys: readonly string[]): void {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw fail(`the options are ${show(input)}`, "Give them as an object.");
  }
  const unknown = Object.keys(input).find((key) => !keys.includes(key));
  if (unknown === undefined) return;
  throw fail(`there is no option "${unknown}"`, `There are: ${keys.join(", ")}.`);
}

/** How messages show a wrong value. */
export function show(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint") return `${value}n`;
  const text = JSON.stringify(value);
  return text === undefined ? String(value) : text.slice(0, 60);
}
