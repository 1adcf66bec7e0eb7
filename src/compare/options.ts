/** The comparison's input besides the two schemas. */
import type { Dependency } from "../schema/object-ref.js";
import type { Schema } from "../schema/types.js";
import type { AppliedRenames } from "./renames/apply.js";

export interface CompareOptions {
  /** Renames that the user confirmed; `actual` is their schema. */
  readonly renamed?: Pick<AppliedRenames, "steps" | "formerViews">;
  /** Views that a rename concerns and that mean what the models say, by {@link nameKey}. */
  readonly sameViews?: ReadonlySet<string>;
  /** What in the database stands on what, by the names of `actual`. */
  readonly dependencies?: readonly Dependency[];
  /**
   * `desired` was read from a catalog: what it does not have is dropped. A model cannot declare
   * comments, `DEFERRABLE` and the like.
   */
  readonly catalogs?: boolean;
  /** Compare as well what only catalogs say: triggers and the like, and how things are stored. */
  readonly attributes?: boolean;
  /** The models say comments, too, as far as they can. */
  readonly comments?: boolean;
}

/** The two schemas of a comparison: what is there, and what shall be. */
export interface Sides {
  readonly actual: Schema;
  readonly desired: Schema;
}

/** A rewrite of both sides, after which they differ only where there is something to do. */
export type SchemaPass = (sides: Sides, options: CompareOptions) => Sides;
