/** Renames that somebody asked for or confirmed, made on paper before the comparison. */
import { nameKey, sameName } from "../../schema/identifiers.js";
import type { QualifiedName, Schema, View } from "../../schema/types.js";
import type { Operation } from "../../operations/types.js";
import { applyRename } from "./apply.js";
import { inOldTerms } from "./terms.js";
import { type RenameStep, sequenceRenames } from "./steps.js";

export type Rename =
  | { readonly kind: "schema" | "role"; readonly from: string; readonly to: string }
  | {
      readonly kind: "table" | "enum" | "sequence" | "view";
      readonly from: QualifiedName;
      readonly to: QualifiedName;
    }
  | {
      readonly kind: "column" | "policy";
      /** As the table is called before this revision. */
      readonly table: QualifiedName;
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly kind: "enumValue";
      readonly enum: QualifiedName;
      readonly from: string;
      readonly to: string;
    };

export type RenameKind = Rename["kind"];

export interface Renamed {
  /** The schema as it will be once the operations have run. */
  readonly schema: Schema;
  /** The operations of all steps. */
  readonly operations: readonly Operation[];
  /** What is done, in its order: a rename may take two steps, through a name in between. */
  readonly steps: readonly AppliedStep[];
  /**
   * Views that bear another name or read something that does, as they were, by their new names
   * ({@link nameKey}).
   */
  readonly formerViews: ReadonlyMap<string, View>;
}

export interface AppliedStep extends RenameStep {
  readonly operations: readonly Operation[];
}

/**
 * Applies renames to a schema: first what belongs to a table or an enum, then tables and types,
 * then schemas. Names may be swapped, and something new may take the name of what is dropped: it
 * is first put aside under another.
 *
 * @param wanted What the schema is to become. Without it no name can be taken over.
 * @throws GenError `unknown_rename` when the old name is not there, or the new one not wanted;
 *   `rename_taken` when the new one belongs to something that stays
 */
export function applyRenames(schema: Schema, renames: readonly Rename[], wanted?: Schema): Renamed {
  const old = renames.map((rename) => inOldTerms(rename, renames, schema));
  let current = schema;
  const steps = sequenceRenames(schema, old, wanted).map((step): AppliedStep => {
    const next = applyRename(current, step.rename);
    current = next.schema;
    return { ...step, operations: next.operations };
  });
  return {
    schema: current,
    operations: steps.flatMap((step) => step.operations),
    steps,
    formerViews: formerViews(schema, current, steps),
  };
}

function formerViews(
  before: Schema,
  after: Schema,
  steps: readonly AppliedStep[],
): ReadonlyMap<string, View> {
  const relations = [...after.tables, ...after.views];
  const changed = new Set(
    [...before.tables, ...before.views].flatMap((one, index) => {
      const renamed = relations[index];
      return renamed !== undefined && !sameName(one, renamed) ? [nameKey(one)] : [];
    }),
  );
  for (const { rename } of steps) if (rename.kind === "column") changed.add(nameKey(rename.table));
  let size: number;
  do {
    size = changed.size;
    for (const view of before.views)
      if (view.dependsOn.some((read) => changed.has(nameKey(read)))) changed.add(nameKey(view));
  } while (changed.size > size);
  return new Map(
    before.views.flatMap((view, index) => {
      const renamed = after.views[index];
      return renamed !== undefined && changed.has(nameKey(view)) ? [[nameKey(renamed), view]] : [];
    }),
  );
}
