/** What is wrong with a rename, for the one who asked for it. */
import { type GenError, usageError } from "../../errors.js";
import { partsOf, type Renamable, type Rename, targetOf } from "./rename.js";

/** @param known What there is of that kind. */
export function notThere({ object }: Rename, known: readonly Renamable[]): GenError {
  const names = known.slice(0, 20).map(display);
  return usageError(
    "unknown_rename",
    `The database has no ${nounOf(object)} "${display(object)}" to rename.`,
    names.length === 0 ? "It has none." : `It has: ${names.join(", ")}.`,
  );
}

export function notWanted(rename: Rename): GenError {
  const why = `the models have no ${nounOf(rename.object)} of that name`;
  return usageError(
    "unknown_rename",
    refusal(rename, why),
    "Write the old name first: KIND:OLD=NEW.",
  );
}

export function nameTaken(rename: Rename): GenError {
  const to = display(targetOf(rename));
  const hint = `Drop or rename the existing "${to}" in a revision of its own first.`;
  return usageError("rename_taken", refusal(rename, "the database has that already"), hint);
}

export function renameConflict(rename: Rename, why: string): GenError {
  return usageError("rename_conflict", refusal(rename, why), "Say each rename once.");
}

function refusal(rename: Rename, why: string): string {
  const [from, to] = [display(rename.object), display(targetOf(rename))];
  return `The ${nounOf(rename.object)} "${from}" cannot be renamed to "${to}": ${why}.`;
}

function nounOf({ kind }: Renamable): string {
  return kind === "enumValue" ? "value" : kind;
}

function display(ref: Renamable): string {
  return partsOf(ref).join(".");
}
