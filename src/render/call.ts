/** The pieces of a call of one of `op`'s methods. */
import type { Entries } from "./literals.js";
import { objectLiteral, stringLiteral } from "./literals.js";

/**
 * A call of a method of `op`, without its `await`. Arguments that are absent must be the last.
 *
 * @example opCall("dropColumn", '"vehicles"', '"vin"') // op.dropColumn("vehicles", "vin")
 */
export function opCall(method: string, ...args: readonly (string | undefined)[]): string {
  return `op.${method}(${args.filter((arg) => arg !== undefined).join(", ")})`;
}

/** `key: true`, or nothing. */
export function flag(
  key: string,
  value: boolean | undefined,
): readonly [key: string, code: string | undefined] {
  return [key, value === true ? "true" : undefined];
}

/** Storage parameters and view options, by Drizzle's names, numbers and booleans as such. */
export function parameters(values: Readonly<Record<string, string | null>>): string | undefined {
  return parametersBy(camelCase, values);
}

/** The same by PostgreSQL's names. */
export function plainParameters(values: Readonly<Record<string, string>>): string | undefined {
  return parametersBy((name) => name, values);
}

function parametersBy(
  spelling: (name: string) => string,
  values: Readonly<Record<string, string | null>>,
): string | undefined {
  const names = Object.keys(values);
  if (names.length === 0) return undefined;
  const entries: Entries = names.map((name) => [
    spelling(name),
    parameterValue(values[name] ?? null),
  ]);
  return objectLiteral(entries);
}

/** `security_invoker` as Drizzle calls it. Where that would not be read back, the name stays. */
function camelCase(name: string): string {
  return /^[a-z]+(_[a-z]+)*$/.test(name)
    ? name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    : name;
}

function parameterValue(value: string | null): string {
  if (value === null || value === "true" || value === "false") return String(value);
  return /^(0|[1-9]\d{0,14})$/.test(value) ? value : stringLiteral(value);
}
