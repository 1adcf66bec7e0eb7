/** Which renames a plan takes up: those that were asked for, and those that somebody confirms. */
import { applyRenames } from "../../compare/renames/apply.js";
import { keepNotNullNames } from "../../compare/renames/not-null-names.js";
import { likelyRenames, renameQuestions } from "../../compare/renames/questions.js";
import { NAMED_NOT_NULLS } from "../../schema/not-null-names.js";
import type { Planning } from "./planning.js";

/** @throws GenError `unknown_rename`, `rename_taken`, `rename_conflict`, `rename_answer` */
export async function resolveRenames(planning: Planning): Promise<void> {
  const { input, before, desired } = planning;
  const { renames: given = [], chooseRename, detectRenames = true, told, connection } = input;
  let renames = given;
  if (detectRenames && chooseRename !== undefined) {
    const questions = renameQuestions(before, desired, given);
    let next = questions.next();
    while (next.done !== true) next = questions.next(await chooseRename(next.value));
    renames = next.value;
  } else if (detectRenames) {
    planning.unconfirmedRenames = likelyRenames(before, desired, given, told);
  }
  const renamed = applyRenames(before, renames, desired);
  const hasNames = connection.serverVersion >= NAMED_NOT_NULLS && renames.length > 0;
  planning.renamed = hasNames
    ? { ...renamed, schema: keepNotNullNames(before, renamed.schema) }
    : renamed;
}
