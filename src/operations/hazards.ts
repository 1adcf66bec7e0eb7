import type { Column } from "../schema/types.js";
import { narrowing } from "./narrowing.js";
import type { Narrowing } from "./narrowing.js";
import type { AddColumn, AlterColumn, AlterEnum, Operation } from "./types.js";

/** What a reviewer should know about an operation, as a sentence for a comment in the file. */
export interface Hazard {
  /**
   * `dataLoss`: rows or values are gone afterwards. `needsHuman`: it fails on some data, and only
   * a person knows what those rows should hold.
   */
  readonly kind: "dataLoss" | "needsHuman";
  readonly message: string;
}

/** What is dangerous about an operation; nothing for most. */
export function hazards(operation: Operation): readonly Hazard[] {
  switch (operation.kind) {
    case "dropTable":
      return [dataLoss("Drops the table with all its rows.")];
    case "dropColumn":
      return operation.previous?.generated === undefined
        ? [dataLoss("Drops the column with all its values.")]
        : [];
    case "dropSequence":
      return [dataLoss("Forgets which numbers were given out.")];
    case "dropView":
      return operation.materialized
        ? [dataLoss("Drops the stored rows; they can be computed again.")]
        : [];
    case "addColumn":
      return addColumnHazards(operation);
    case "alterColumn":
      return alterColumnHazards(operation);
    case "alterEnum":
      return alterEnumHazards(operation);
    case "autocommit":
      return operation.operations.flatMap(hazards);
    default:
      return [];
  }
}

function addColumnHazards({ column }: AddColumn): readonly Hazard[] {
  return column.notNull && !fillsItself(column)
    ? [needsHuman("Fails on a table with rows: add a default, or fill the column in first.")]
    : [];
}

function fillsItself({ default: value, serial, identity, generated }: Column): boolean {
  return [value, serial, identity, generated].some((source) => source !== undefined);
}

function alterColumnHazards({ changes, previous }: AlterColumn): readonly Hazard[] {
  const { type, notNull } = changes;
  return [
    ...(type === undefined || previous?.type === undefined
      ? []
      : typeHazards(narrowing(previous.type, type))),
    ...(notNull === true
      ? [needsHuman("Fails if a row holds NULL in this column: fill those rows in first.")]
      : []),
  ];
}

function typeHazards(change: Narrowing): readonly Hazard[] {
  switch (change) {
    case "none":
      return [];
    case "narrows":
      return [dataLoss("Narrows the type: fails while a value does not fit, and room is lost.")];
    case "mayFail":
      return [needsHuman("Fails if a value does not fit the new type: look at the rows first.")];
    case "losesDetail":
      return [dataLoss("Loses what the new type cannot hold of a value.")];
    case "firstElement":
      return [dataLoss("Keeps the first element of each array and loses the rest.")];
    case "timeZone":
      return [
        needsHuman(
          "Reads the values in the time zone of the session: make sure it is the right one.",
        ),
      ];
  }
}

function alterEnumHazards({ values, mapping = {}, previous }: AlterEnum): readonly Hazard[] {
  const gone = (previous?.values ?? []).filter((value) => !values.includes(value));
  const unmapped = gone.filter((value) => mapping[value] === undefined);
  if (unmapped.length > 0) {
    const list = unmapped.map((value) => `'${value}'`).join(", ");
    return [needsHuman(`Fails if a row still holds ${list}: say in "mapping" what it becomes.`)];
  }
  return gone.length > 0 ? [dataLoss("Rows change their value as the mapping says.")] : [];
}

function dataLoss(message: string): Hazard {
  return { kind: "dataLoss", message };
}

function needsHuman(message: string): Hazard {
  return { kind: "needsHuman", message };
}
