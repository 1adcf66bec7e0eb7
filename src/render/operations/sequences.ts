import type {
  SequenceChanges,
  SequenceOperation,
  SequenceSettings,
} from "../../operations/types.js";
import { opCall } from "../call.js";
import { sequenceEntries } from "../columns/sequence-options.js";
import {
  type Entries,
  objectLiteral,
  objectName,
  optionalObject,
  stringLiteral,
  wholeNumber,
} from "../literals.js";
import { refTo } from "../../schema/object-ref.js";
import { commentOf } from "./objects.js";

export function sequenceCalls(operation: SequenceOperation): readonly string[] {
  const name = objectName(operation.sequence);
  switch (operation.kind) {
    case "createSequence": {
      const { sequence } = operation;
      const options = optionalObject([
        ["type", sequence.type === "bigint" ? undefined : stringLiteral(sequence.type)],
        ...sequenceEntries(sequence.options, sequence.type),
      ]);
      return [
        opCall("createSequence", name, options),
        ...commentOf(refTo("sequence", sequence), sequence.comment),
      ];
    }
    case "alterSequence":
      return [opCall("alterSequence", name, sequenceChanges(operation.changes))];
    case "dropSequence":
      return [opCall("dropSequence", name)];
  }
}

function sequenceChanges(changes: SequenceChanges): string {
  return objectLiteral([
    ["type", changes.type === undefined ? undefined : stringLiteral(changes.type)],
    ...changedOptions(changes),
    ["ownedBy", ownedBy(changes.ownedBy)],
  ]);
}

const numericOptions = ["startWith", "increment", "minValue", "maxValue", "cache"] as const;

/** Options as they are given, defaults or not: they say what changes. */
export function changedOptions(changes: SequenceSettings): Entries {
  return [
    ...numericOptions.map((key) => {
      const value = changes[key];
      return [key, value === undefined ? undefined : wholeNumber(value)] as const;
    }),
    ["cycle", changes.cycle === undefined ? undefined : String(changes.cycle)],
    ["restart", changes.restart === undefined ? undefined : wholeNumber(changes.restart)],
  ];
}

function ownedBy(owner: SequenceChanges["ownedBy"]): string | undefined {
  if (owner === undefined || owner === null) return owner === null ? "null" : undefined;
  return objectLiteral([
    ["table", objectName(owner.table)],
    ["column", stringLiteral(owner.column)],
  ]);
}
