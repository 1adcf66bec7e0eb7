/** The input of the comparison, besides the two schemas. */
import type { Dependency } from "../schema/object-ref.js";
import type { Schema } from "../schema/types.js";
import type { AppliedRenames } from "./renames/apply.js";

export interface CompareOptions {
  /** Renames that the user confirmed. They are already applied to `actual`. */
  readonly renamed?: Pick<AppliedRenames, "steps" | "formerViews">;
  /** Views that a rename affects and that match the models, by {@link nameKey}. */
  readonly sameViews?: ReadonlySet<string>;
  /** What depends on what in the database, by the names of `actual`. */
  readonly dependencies?: readonly Dependency[];
  /** `desired` was read from a catalog, so what it lacks is dropped. */
  readonly catalogs?: boolean;
  /** Also compares what only catalogs know: triggers and the like, and attributes. */
  readonly attributes?: boolean;
  /** Models declare comments too. */
  readonly comments?: boolean;
}

/** The two schemas of a comparison. */
export interface Sides {
  readonly actual: Schema;
  readonly desired: Schema;
}

/** Rewrites both sides so that they differ only if there is something to do. */
export type SchemaPass = (sides: Sides, options: CompareOptions) => Sides;
