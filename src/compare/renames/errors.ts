/** What is wrong with a rename, for the one who asked for it. */
import { ExitStatus, GenError } from "../../errors.js";
import { displayName } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import type { Rename } from "./renames.js";

/** @param known What there is of that kind. */
export function notThere(rename: Rename, known: readonly Rename[]): GenError {
  const names = known.slice(0, 20).map((one) => display(one, one.from));
  const hint = names.length === 0 ? "It has none." : `It has: ${names.join(", ")}.`;
  return new GenError(
    "unknown_rename",
    `The database has no ${nounOf(rename)} "${display(rename, rename.from)}" to rename.`,
    { hint, status: ExitStatus.usage },
  );
}

export function notWanted(rename: Rename): GenError {
  return new GenError(
    "unknown_rename",
    `The ${nounOf(rename)} "${display(rename, rename.from)}" cannot be renamed to "${display(rename, rename.to)}": the models have no ${nounOf(rename)} of that name.`,
    { hint: "Write the old name first: KIND:OLD=NEW.", status: ExitStatus.usage },
  );
}

export function nameTaken(rename: Rename): GenError {
  const to = display(rename, rename.to);
  return new GenError(
    "rename_taken",
    `The ${nounOf(rename)} "${display(rename, rename.from)}" cannot be renamed to "${to}": the database has that already.`,
    {
      hint: `Drop or rename the existing "${to}" in a revision of its own first.`,
      status: ExitStatus.usage,
    },
  );
}

export function renameConflict(rename: Rename, why: string): GenError {
  return new GenError(
    "rename_conflict",
    `The ${nounOf(rename)} "${display(rename, rename.from)}" cannot be renamed to "${display(rename, rename.to)}": ${why}.`,
    { hint: "Say each rename once.", status: ExitStatus.usage },
  );
}

function nounOf({ kind }: Rename): string {
  return kind === "enumValue" ? "value" : kind;
}

function display(rename: Rename, name: string | QualifiedName): string {
  const qualified = (one: QualifiedName): string =>
    one.schema === "public" ? one.name : displayName(one);
  if (typeof name !== "string") return qualified(name);
  switch (rename.kind) {
    case "column":
    case "policy":
      return `${qualified(rename.table)}.${name}`;
    case "enumValue":
      return `${qualified(rename.enum)}.${name}`;
    default:
      return name;
  }
}
