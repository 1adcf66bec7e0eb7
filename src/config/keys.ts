import { type GenError, usageError } from "../errors.js";
import { displayPath } from "../loader/paths.js";
import { nearMiss } from "../schema/near-miss.js";

/** The object that a configuration file exports; its errors name the key that they reject. */
export class Keys {
  constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly file: string,
    /** A prefix for key names in messages: `hooks[0].` */
    private readonly prefix = "",
  ) {}

  /** @throws GenError `config_invalid` if there is a key that is not in `known` */
  rejectUnknown(known: readonly string[]): void {
    const unknown = Object.keys(this.values).find((key) => !known.includes(key));
    if (unknown === undefined) return;
    const meant = nearMiss(unknown, known);
    throw this.invalid(
      `has an unknown key \`${this.prefix}${unknown}\`.`,
      meant === undefined ? `The keys are ${known.join(", ")}.` : `Did you mean \`${meant}\`?`,
    );
  }

  raw(key: string): unknown {
    return this.values[key];
  }

  /** @param place prefix for key names in messages about `values` */
  within(values: Readonly<Record<string, unknown>>, place: string): Keys {
    return new Keys(values, this.file, `${this.prefix}${place}.`);
  }

  wrong(key: string, expected: string): GenError {
    const value = this.values[key];
    // A database URL may hold a password.
    const shown = typeof value === "string" && value !== "" ? "" : ` It is ${describe(value)}.`;
    return this.invalid(`: \`${this.prefix}${key}\` must be ${expected}.${shown}`);
  }

  /** The error for a hook that returns a value of the wrong kind. */
  answered(key: string, expected: string, answer: unknown): GenError {
    const shown = typeof answer === "string" ? JSON.stringify(answer) : describe(answer);
    return this.invalid(
      `: \`${this.prefix}${key}\` must return ${expected}. It returned ${shown}.`,
    );
  }

  invalid(what: string, hint = "Fix it in the configuration file and try again."): GenError {
    const space = what.startsWith(":") ? "" : " ";
    return usageError("config_invalid", `${displayPath(this.file)}${space}${what}`, hint);
  }
}

/** Reads a key; throws an error that names it if its value is of the wrong kind. */
export type Reader<T> = (keys: Keys, key: string) => T | undefined;

function reader<T>(expected: string, isExpected: (value: unknown) => value is T): Reader<T> {
  return (keys, key) => {
    const value = keys.raw(key);
    if (value === undefined || isExpected(value)) return value;
    throw keys.wrong(key, expected);
  };
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isFlag = (value: unknown): value is boolean => typeof value === "boolean";

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export const string = reader("a string", isText);

export const flag = reader("true or false", isFlag);

/** A whole number, at least 1. */
export const count = reader(
  "a whole number from 1",
  (value): value is number => Number.isSafeInteger(value) && Number(value) >= 1,
);

const stringList = reader(
  "a string or an array of strings",
  (value): value is readonly string[] =>
    Array.isArray(value) && value.length > 0 && value.every(isText),
);

export const strings: Reader<readonly string[]> = (keys, key) => {
  const value = keys.raw(key);
  return isText(value) ? [value] : stringList(keys, key);
};

/** A string; an empty one, as from `process.env.X ?? ""`, counts as missing. */
export const optionalString: Reader<string> = (keys, key) => {
  const value = keys.raw(key);
  return typeof value === "string" && value.trim() === "" ? undefined : string(keys, key);
};

export function oneOf<T extends string>(...choices: readonly T[]): Reader<T> {
  const words = choices.map((choice) => JSON.stringify(choice)).join(" or ");
  return reader(words, (value): value is T => choices.some((choice) => choice === value));
}

/** `true`, `false` or one of the words. */
export function flagOr<T extends string>(...choices: readonly T[]): Reader<boolean | T> {
  const words = choices.map((choice) => JSON.stringify(choice)).join(", ");
  return reader(
    `true, false or one of ${words}`,
    (value): value is boolean | T => isFlag(value) || choices.some((choice) => choice === value),
  );
}

const anyFunction = reader("a function", (value) => typeof value === "function");

/** A function, whatever it returns. */
export const callable: Reader<(argument: unknown) => unknown> = (keys, key) => {
  const value = anyFunction(keys, key);
  return value && ((argument): unknown => Reflect.apply(value, undefined, [argument]));
};

const plainObject = reader("an object", isPlainObject);

export const object: Reader<Keys> = (keys, key) => {
  const value = plainObject(keys, key);
  return value && keys.within(value, key);
};

const plainObjects = reader(
  "an array of objects",
  (value): value is readonly Readonly<Record<string, unknown>>[] =>
    Array.isArray(value) && value.every(isPlainObject),
);

export const objects: Reader<readonly Keys[]> = (keys, key) =>
  plainObjects(keys, key)?.map((item, index) => keys.within(item, `${key}[${index}]`));

function describe(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (value === "") return "an empty string";
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
