/** Which renames a plan takes up: those that were asked for, and those that somebody confirms. */
import { keepNotNullNames } from "../compare/renames/not-null-names.js";
import { NAMED_NOT_NULLS } from "../schema/not-null-names.js";
import { likelyRenames } from "../compare/renames/likely.js";
import {
  type RenameAnswer,
  type RenameQuestion,
  renameQuestions,
} from "../compare/renames/questions.js";
import { applyRenames, type Rename, type Renamed } from "../compare/renames/renames.js";
import { sameName } from "../schema/identifiers.js";
import type { QualifiedName, Schema } from "../schema/types.js";

export interface RenameChoice {
  /** Renames that the caller is certain of. */
  readonly renames?: readonly Rename[];
  /** Asked about everything that may have been renamed; without it nothing counts as renamed. */
  readonly chooseRename?: (question: RenameQuestion) => Promise<RenameAnswer>;
  /** Neither ask about renames nor tell of likely ones. */
  readonly detectRenames?: boolean;
  /** How certain a rename has to be to be told where nobody is asked; by default likely. */
  readonly told?: "likely" | "sure";
}

interface DecisionInput extends RenameChoice {
  /** `server_version_num`: what names are given to. */
  readonly serverVersion?: number;
}

export interface DecidedRenames {
  /** By the names of before this plan. */
  readonly renames: readonly Rename[];
  readonly renamed: Renamed;
  /** Likely ones, where nobody was asked. */
  readonly unconfirmed: readonly Rename[];
}

/**
 * Decides about renames.
 *
 * @throws GenError `unknown_rename`, `rename_taken`, `rename_conflict`, `rename_answer`
 */
export async function decideRenames(
  actual: Schema,
  desired: Schema,
  { renames: given = [], chooseRename, detectRenames = true, told, ...input }: DecisionInput,
): Promise<DecidedRenames> {
  const asked = detectRenames ? chooseRename : undefined;
  const renames = asked === undefined ? given : await ask(actual, desired, given, asked);
  const renamed = applyRenames(actual, renames, desired);
  const isSilent = !detectRenames || asked !== undefined;
  const keepsNames = (input.serverVersion ?? 0) >= NAMED_NOT_NULLS && renames.length > 0;
  return {
    renames,
    renamed: keepsNames
      ? { ...renamed, schema: keepNotNullNames(actual, renamed.schema) }
      : renamed,
    unconfirmed: isSilent ? [] : likelyRenames(actual, desired, given, told),
  };
}

async function ask(
  actual: Schema,
  desired: Schema,
  given: readonly Rename[],
  chooseRename: NonNullable<RenameChoice["chooseRename"]>,
): Promise<readonly Rename[]> {
  const questions = renameQuestions(actual, desired, given);
  let next = questions.next();
  while (next.done !== true) next = questions.next(await chooseRename(next.value));
  return next.value;
}

/** The renames as the server's own words have to be read by them. */
export interface RenamedNames {
  readonly columns: readonly {
    readonly table: QualifiedName;
    readonly from: string;
    readonly to: string;
  }[];
  /** Enums and sequences. */
  readonly objects: readonly { readonly from: QualifiedName; readonly to: QualifiedName }[];
  readonly tables: readonly { readonly from: QualifiedName; readonly to: QualifiedName }[];
  /** By the enum's name of before. */
  readonly values: readonly {
    readonly enum: QualifiedName;
    readonly from: string;
    readonly to: string;
  }[];
}

/** What each thing was called, and what it will be called once all steps are done. */
export function renamedNames(before: Schema, { schema: after, steps }: Renamed): RenamedNames {
  const moved = (from: readonly QualifiedName[], to: readonly QualifiedName[]) =>
    from.flatMap((one, index) => {
      const other = to[index];
      return other === undefined || sameName(one, other) ? [] : [{ from: one, to: other }];
    });
  const withColumns = new Set(steps.filter((one) => one.rename.kind === "column"));
  return {
    objects: [...moved(before.enums, after.enums), ...moved(before.sequences, after.sequences)],
    tables: [...moved(before.tables, after.tables), ...moved(before.views, after.views)],
    values: before.enums.flatMap((type, index) =>
      type.values.flatMap((from, place) => {
        const to = after.enums[index]?.values[place];
        return to === undefined || to === from ? [] : [{ enum: type, from, to }];
      }),
    ),
    columns:
      withColumns.size === 0
        ? []
        : before.tables.flatMap((table, index) => {
            const renamed = after.tables[index];
            if (renamed === undefined) return [];
            return table.columns.flatMap(({ name: from }, place) => {
              const to = renamed.columns[place]?.name;
              if (to === undefined || to === from) return [];
              return [{ table: { schema: renamed.schema, name: renamed.name }, from, to }];
            });
          }),
  };
}
