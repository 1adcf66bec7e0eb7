import { PgDialect } from "drizzle-orm/pg-core";
import { attempt } from "../attempt.js";
import type { ModuleExports } from "../loader/evaluate.js";
import { is } from "./drizzle.js";

/** A value that a module exports, by itself or inside of an object. */
export interface ExportedValue {
  readonly value: unknown;
  /** The name of the export, and below it the key in each object on the way. */
  readonly keys: readonly string[];
}

/** Objects that make new objects whenever they are asked have no end. */
const deepest = 8;
const most = 1_000_000;

/**
 * Everything that a module exports, and what the exported plain objects, arrays and namespaces
 * hold, at any depth: `export const schema = { users }`, `export * as blog from "./blog"`. Objects
 * of a class are left alone, and so is a database of Drizzle's, which holds the models once more.
 *
 * @returns What is nearer to the module first, each object once.
 *
 * @example exportedValues({ schema: { users } }) // … { value: users, keys: ["schema", "users"] }
 */
export function exportedValues(exports: ModuleExports): readonly ExportedValue[] {
  const found: ExportedValue[] = members(exports, []);
  const seen = new Set<unknown>();
  for (let next = 0; next < found.length && found.length < most; next += 1) {
    const { value, keys } = found[next] ?? { value: undefined, keys: [] };
    if (keys.length > deepest || !isContainer(value) || seen.has(value)) continue;
    seen.add(value);
    for (const member of members(value, keys)) found.push(member);
  }
  return found;
}

/** Only objects and functions: nothing else can be a model. A getter that throws has no value. */
function members(container: object, above: readonly string[]): ExportedValue[] {
  return (attempt(() => Object.keys(container)) ?? []).flatMap((key) => {
    const value = valueAt(container, key);
    const isPossible = (typeof value === "object" && value !== null) || typeof value === "function";
    return isPossible ? [{ value, keys: [...above, key] }] : [];
  });
}

/** A proxy answers as it likes, and a getter can throw. */
function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null && (attempt(() => isPlain(value)) ?? false);
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A database with replicas is a plain object.
  return (
    (prototype === null || Object.getPrototypeOf(prototype) === null) &&
    !is(valueAt(value, "dialect"), PgDialect)
  );
}

function valueAt(container: object, key: string): unknown {
  return attempt((): unknown => Reflect.get(container, key));
}
