/**
 * What an operation does to which objects, at the grain of columns and constraints: all that the
 * ordering knows. Objects are keys of text (`keys.ts`).
 */
import { mirrored } from "./keys.js";

export interface Effects {
  /** Objects that exist only afterwards. */
  readonly creates: readonly string[];
  /** Objects that exist only before. */
  readonly drops: readonly string[];
  /** Objects that are another afterwards: who needs them wants the new one. */
  readonly alters: readonly string[];
  /** Objects that must exist in their final form while it runs. */
  readonly needs: readonly string[];
  /** Objects that stop being depended on, and so may change or go from here on. */
  readonly releases: readonly string[];
}

/** The effects of what takes it back. */
export function backwards(effects: Partial<Effects>): Partial<Effects> {
  const { creates = [], drops = [], alters = [], needs = [] } = effects;
  return {
    creates: drops.map(mirrored),
    drops: creates,
    alters,
    releases: needs.map(mirrored),
  };
}
