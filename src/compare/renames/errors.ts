/** What is wrong with a rename, for the one who asked for it. */
import { ExitStatus, GenError } from "../../errors.js";
import { partsOf, type Renamable, type Rename, targetOf } from "./rename.js";

/** @param known What there is of that kind. */
export function notThere({ object }: Rename, known: readonly Renamable[]): GenError {
  const names = known.slice(0, 20).map(display);
  return new GenError(
    "unknown_rename",
    `The database has no ${nounOf(object)} "${display(object)}" to rename.`,
    {
      hint: names.length === 0 ? "It has none." : `It has: ${names.join(", ")}.`,
      status: ExitStatus.usage,
    },
  );
}

export function notWanted(rename: Rename): GenError {
  return impossible("unknown_rename", rename, {
    why: `the models have no ${nounOf(rename.object)} of that name`,
    hint: "Write the old name first: KIND:OLD=NEW.",
  });
}

export function nameTaken(rename: Rename): GenError {
  return impossible("rename_taken", rename, {
    why: "the database has that already",
    hint: `Drop or rename the existing "${display(targetOf(rename))}" in a revision of its own first.`,
  });
}

export function renameConflict(rename: Rename, why: string): GenError {
  return impossible("rename_conflict", rename, { why, hint: "Say each rename once." });
}

function impossible(
  code: string,
  rename: Rename,
  { why, hint }: { readonly why: string; readonly hint: string },
): GenError {
  const [from, to] = [display(rename.object), display(targetOf(rename))];
  return new GenError(
    code,
    `The ${nounOf(rename.object)} "${from}" cannot be renamed to "${to}": ${why}.`,
    { hint, status: ExitStatus.usage },
  );
}

function nounOf({ kind }: Renamable): string {
  return kind === "enumValue" ? "value" : kind;
}

function display(ref: Renamable): string {
  return partsOf(ref).join(".");
}
