import { ExitStatus, GenError } from "../errors.js";
import { displayPath } from "../loader/paths.js";
import { nearMiss } from "../schema/near-miss.js";

/** The object that a configuration file exports, with readers that name the key they reject. */
export class Keys {
  constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly file: string,
    /** What stands before a key's name in a message: `hooks[0].` */
    private readonly prefix = "",
  ) {}

  /** @throws GenError `config_invalid` if there is a key that is not in `known` */
  rejectUnknown(known: readonly string[]): void {
    for (const key of Object.keys(this.values)) {
      if (known.includes(key)) continue;
      const meant = nearMiss(key, known);
      throw this.invalid(
        `has an unknown key \`${this.prefix}${key}\`.`,
        meant === undefined ? `The keys are ${known.join(", ")}.` : `Did you mean \`${meant}\`?`,
      );
    }
  }

  string(key: string): string | undefined {
    return this.checked(key, isText, "a string");
  }

  /** A string; an empty one, as of `process.env.X ?? ""`, is not given. */
  optionalString(key: string): string | undefined {
    const value = this.values[key];
    return typeof value === "string" && value.trim() === "" ? undefined : this.string(key);
  }

  strings(key: string): readonly string[] | undefined {
    const value = this.values[key];
    if (isText(value)) return [value];
    return this.checked(key, isStringArray, "a string or an array of strings");
  }

  oneOf<T extends string>(key: string, choices: readonly T[]): T | undefined {
    const expected = choices.map((choice) => JSON.stringify(choice)).join(" or ");
    return this.checked(key, isOneOf(choices), expected);
  }

  flag(key: string): boolean | undefined {
    return this.checked(key, isFlag, "true or false");
  }

  /** A whole number, at least 1. */
  count(key: string): number | undefined {
    return this.checked(key, isCount, "a whole number from 1");
  }

  /** `true`, `false` or one of the words. */
  flagOr<T extends string>(key: string, choices: readonly T[]): boolean | T | undefined {
    if (isFlag(this.values[key])) return this.flag(key);
    const words = choices.map((choice) => JSON.stringify(choice)).join(", ");
    return this.checked(key, isOneOf(choices), `true, false or one of ${words}`);
  }

  /** A function of the author's, whatever it returns. */
  callable(key: string): ((argument: unknown) => unknown) | undefined {
    const value = this.checked(key, isFunction, "a function");
    return value && ((argument): unknown => Reflect.apply(value, undefined, [argument]));
  }

  /** The error for a function of the author's that answers something else than it should. */
  answered(key: string, expected: string, answer: unknown): GenError {
    const shown = typeof answer === "string" ? JSON.stringify(answer) : describe(answer);
    return this.invalid(
      `: \`${this.prefix}${key}\` must return ${expected}. It returned ${shown}.`,
    );
  }

  object(key: string): Keys | undefined {
    const value = this.checked(key, isPlainObject, "an object");
    return value && new Keys(value, this.file, `${this.prefix}${key}.`);
  }

  /** An array of objects, each with readers that name its place. */
  objects(key: string): readonly Keys[] | undefined {
    const list = this.checked(key, isObjectArray, "an array of objects");
    return list?.map((item, index) => new Keys(item, this.file, `${this.prefix}${key}[${index}].`));
  }

  private checked<T>(
    key: string,
    isExpected: (value: unknown) => value is T,
    expected: string,
  ): T | undefined {
    const value = this.values[key];
    if (value === undefined || isExpected(value)) return value;
    throw this.wrong(key, expected);
  }

  raw(key: string): unknown {
    return this.values[key];
  }

  wrong(key: string, expected: string): GenError {
    const value = this.values[key];
    // A database URL may hold a password.
    const shown = typeof value === "string" && value !== "" ? "" : ` It is ${describe(value)}.`;
    return this.invalid(`: \`${this.prefix}${key}\` must be ${expected}.${shown}`);
  }

  invalid(what: string, hint?: string): GenError {
    const space = what.startsWith(":") ? "" : " ";
    return new GenError("config_invalid", `${displayPath(this.file)}${space}${what}`, {
      hint: hint ?? "Mend it in the configuration file and try again.",
      status: ExitStatus.usage,
    });
  }
}

/** Whether the value is an object with keys, and not an array or a class instance of another kind. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isFlag = (value: unknown): value is boolean => typeof value === "boolean";
const isFunction = (value: unknown) => typeof value === "function";
const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 1;
const isStringArray = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every(isText);
const isObjectArray = (value: unknown): value is readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) && value.every(isPlainObject);
const isOneOf =
  <T extends string>(choices: readonly T[]) =>
  (value: unknown): value is T =>
    choices.some((choice) => choice === value);

function describe(value: unknown): string {
  if (value === undefined) return "undefined";
  if (value === null) return "null";
  if (value === "") return "an empty string";
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
