/** Which value of an enum may have become which. */
import type { EnumType } from "../../schema/types.js";
import { type Likeness, nameLikeness } from "./likeness.js";

/** The values between those that the other side has too. */
export function valuesInGaps(type: EnumType, other: EnumType): readonly (readonly string[])[] {
  const known = new Set(other.values);
  const gaps: string[][] = [[]];
  for (const value of type.values) {
    if (known.has(value)) gaps.push([]);
    else gaps.at(-1)?.push(value);
  }
  return gaps;
}

interface ValueTraits {
  readonly value: string;
  readonly gap: number;
  /** Its place in the gap, where the gap of the other side holds as many. */
  readonly place?: number;
}

export function placesIn(
  gaps: readonly (readonly string[])[],
  others: readonly (readonly string[])[],
): (value: string) => ValueTraits {
  const traits = new Map(
    gaps.flatMap((values, gap) =>
      values.map((value, place) => [
        value,
        { value, gap, ...(values.length === others[gap]?.length ? { place } : {}) },
      ]),
    ),
  );
  return (value) => traits.get(value) ?? { value, gap: -1 };
}

/** A value that went and one that came, at the same place between values that stayed. */
export function valueLikeness(from: ValueTraits, to: ValueTraits): Likeness {
  const names = nameLikeness(from.value, to.value);
  if (from.gap !== to.gap) return 0.4 * names;
  return from.place !== undefined && from.place === to.place ? 0.6 + 0.4 * names : 0.2 + names;
}
