/** Which renames a plan takes up: those that were asked for, and those that somebody confirms. */
import { keepNotNullNames } from "../compare/renames/not-null-names.js";
import { NAMED_NOT_NULLS } from "../schema/not-null-names.js";
import {
  likelyRenames,
  type RenameAnswer,
  type RenameQuestion,
  renameQuestions,
} from "../compare/renames/questions.js";
import { type AppliedRenames, applyRenames } from "../compare/renames/apply.js";
import type { Rename } from "../compare/renames/rename.js";
import type { Schema } from "../schema/types.js";

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
  readonly renamed: AppliedRenames;
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
