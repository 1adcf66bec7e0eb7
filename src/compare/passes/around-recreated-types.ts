import type { QualifiedName } from "../../schema/types.js";
import type { Change } from "../change.js";
import { key } from "../../operations/keys.js";
import { mentions } from "../../schema/identifiers.js";

/**
 * What names a recreated type in its text goes before the type does, and comes back afterwards: a
 * literal with a cast is no column, and so nothing that a change waits for otherwise.
 */
export function aroundRecreatedTypes(
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

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
