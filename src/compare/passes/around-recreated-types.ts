/** What names a type that is made anew goes before it does, and comes back afterwards. */
import { nameKey } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import type { Change } from "../change.js";
import { key } from "../effects/index.js";
import { mentions } from "../../schema/mentions.js";

/**
 * The changes, with those that take something down or put it up knowing the types in its text: a
 * literal with a cast is no column, and so nothing that they wait for otherwise.
 */
export function aroundRemadeTypes(
  changes: readonly Change[],
  types: readonly QualifiedName[],
): readonly Change[] {
  if (types.length === 0) return changes;
  return changes.map((one) => {
    const { kind } = one.operation;
    const isDrop = kind.startsWith("drop");
    if (!isDrop && !/^(?:create|add)/.test(kind)) return one;
    const texts = textsIn(one.operation);
    const named = types
      .filter(({ name }) => texts.some((text) => mentions(text, name)))
      .map((type) => key.type(type));
    if (named.length === 0) return one;
    return isDrop
      ? { ...one, releases: [...(one.releases ?? []), ...named] }
      : { ...one, needs: [...(one.needs ?? []), ...named] };
  });
}

/** The types of `all` that stand in `keys`. */
export function typesIn<T extends QualifiedName>(
  all: readonly T[],
  keys: ReadonlySet<string>,
): readonly T[] {
  return all.filter((type) => keys.has(nameKey(type)));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
