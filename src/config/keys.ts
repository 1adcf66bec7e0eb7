import { ExitStatus, GenError } from "../errors.js";
import { displayPath } from "../loader/display-path.js";
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
    const value = this.values[key];
    if (value === undefined) return undefined;
    if (typeof value !== "string" || value === "") throw this.wrong(key, "a string");
    return value;
  }

  /** A string; an empty one, as of `process.env.X ?? ""`, is not given. */
  optionalString(key: string): string | undefined {
    const value = this.values[key];
    return typeof value === "string" && value.trim() === "" ? undefined : this.string(key);
  }

  strings(key: string): readonly string[] | undefined {
    const value = this.values[key];
    if (value === undefined) return undefined;
    if (typeof value === "string" && value !== "") return [value];
    if (!isStringArray(value)) throw this.wrong(key, "a string or an array of strings");
    return value;
  }

  oneOf<T extends string>(key: string, choices: readonly T[]): T | undefined {
    const value = this.values[key];
    if (value === undefined) return undefined;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) {
      throw this.wrong(key, choices.map((choice) => JSON.stringify(choice)).join(" or "));
    }
    return found;
  }

  flag(key: string): boolean | undefined {
    const value = this.values[key];
    if (value !== undefined && typeof value !== "boolean") throw this.wrong(key, "true or false");
    return value;
  }

  /** A whole number, at least 1. */
  count(key: string): number | undefined {
    const value = this.values[key];
    if (value === undefined) return undefined;
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1) {
      throw this.wrong(key, "a whole number from 1");
    }
    return value;
  }

  /** `true`, `false` or one of the words. */
  flagOr<T extends string>(key: string, choices: readonly T[]): boolean | T | undefined {
    const value = this.values[key];
    if (value === undefined || typeof value === "boolean") return value;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) {
      const words = choices.map((choice) => JSON.stringify(choice)).join(", ");
      throw this.wrong(key, `true, false or one of ${words}`);
    }
    return found;
  }

  /** A function of the author's; whatever it returns counts as true or false. */
  predicate<T>(key: string): ((argument: T) => boolean) | undefined {
    const value = this.values[key];
    if (value === undefined) return undefined;
    if (typeof value !== "function") throw this.wrong(key, "a function");
    return (argument) => Boolean(Reflect.apply(value, undefined, [argument]));
  }

  /** A function of the author's, whatever it returns. */
  callable(key: string): ((argument: unknown) => unknown) | undefined {
    const value = this.values[key];
    if (value === undefined) return undefined;
    if (typeof value !== "function") throw this.wrong(key, "a function");
    return (argument): unknown => Reflect.apply(value, undefined, [argument]);
  }

  /** The error for a function of the author's that answers something else than it should. */
  answered(key: string, expected: string, answer: unknown): GenError {
    const shown = typeof answer === "string" ? JSON.stringify(answer) : describe(answer);
    return this.invalid(
      `: \`${this.prefix}${key}\` must return ${expected}. It returned ${shown}.`,
    );
  }

  object(key: string): Keys | undefined {
    const value = this.values[key];
    if (value === undefined) return undefined;
    if (!isPlainObject(value)) throw this.wrong(key, "an object");
    return new Keys(value, this.file, `${this.prefix}${key}.`);
  }

  /** An array of objects, each with readers that name its place. */
  objects(key: string): readonly Keys[] | undefined {
    const value = this.values[key];
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.wrong(key, "an array of objects");
    return value.map((item: unknown, index) => {
      if (!isPlainObject(item)) throw this.wrong(key, "an array of objects");
      return new Keys(item, this.file, `${this.prefix}${key}[${index}].`);
    });
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

function isStringArray(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === "string" && item !== "")
  );
}

function describe(value: unknown): string {
  if (value === undefined) return "undefined";
  if (value === null) return "null";
  if (value === "") return "an empty string";
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
