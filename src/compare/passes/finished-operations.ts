/** The last passes over the operations of one direction. */
import { attributeStatements } from "../../operations/attributes.js";
import type { Operation } from "../../operations/types.js";
import { integerType } from "../../schema/data-types.js";
import { nameKey, sameName } from "../../schema/identifiers.js";
import type { Extra, QualifiedName } from "../../schema/types.js";
import { executed } from "../change.js";
import { createdParts } from "../kinds/attributes.js";
import { behindSerial } from "../kinds/column-sequences.js";
import { createExtra } from "../kinds/extras.js";
import { alterSequence } from "../kinds/sequences.js";

/**
 * Removes drops of foreign keys that are dropped with their table. One stays if the referenced
 * table is dropped first, or loses what the foreign key depends on.
 */
export function withoutNeedlessDrops(operations: readonly Operation[]): readonly Operation[] {
  const dropped = new Map<string, number>();
  operations.forEach((operation, index) => {
    if (operation.kind === "dropTable") dropped.set(nameKey(operation.table), index);
  });
  if (dropped.size === 0) return operations;
  return operations.filter((operation, index) => {
    if (operation.kind !== "dropConstraint" || operation.previous?.type !== "foreignKey")
      return true;
    const own = dropped.get(nameKey(operation.table));
    if (own === undefined || own < index) return true;
    const { referencedTable } = operation.previous.constraint;
    const referenced = dropped.get(nameKey(referencedTable));
    return (
      (referenced !== undefined && referenced < own) ||
      operations.slice(index + 1, own).some((between) => isKeptFrom(between, referencedTable))
    );
  });
}

/** Whether a foreign key to a table makes PostgreSQL refuse an operation. */
function isKeptFrom(operation: Operation, referenced: QualifiedName): boolean {
  switch (operation.kind) {
    case "alterEnum":
    case "dropIndex":
      return true;
    case "alterColumn":
      return operation.changes.type !== undefined && sameName(operation.table, referenced);
    case "dropColumn":
      return sameName(operation.table, referenced);
    case "dropConstraint":
      return (
        operation.previous?.type !== "foreignKey" &&
        operation.previous?.type !== "check" &&
        sameName(operation.table, referenced)
      );
    default:
      return false;
  }
}

/**
 * Adds, after each operation that creates an object, the statements for its attributes and extras.
 * Statements that mention other tables wait until these exist, but not beyond a rename.
 */
export function withRestored(operations: readonly Operation[]): readonly Operation[] {
  const result: Operation[] = [];
  let waiting: Operation[] = [];
  for (const operation of operations) {
    if (isRename(operation)) {
      result.push(...waiting);
      waiting = [];
    }
    const { now, later } = restoreOf(operation);
    result.push(operation, ...serialSequences(operation), ...executed(now));
    waiting.push(...executed(later));
  }
  return [...result, ...waiting];
}

/** The options of the sequences of serial columns, if they are not the default ones. */
function serialSequences(operation: Operation): readonly Operation[] {
  const columns =
    operation.kind === "createTable"
      ? operation.table.columns
      : operation.kind === "addColumn"
        ? [operation.column]
        : [];
  return columns.flatMap(({ type, serial }) => {
    const name = serial?.sequence;
    const made = integerType(type);
    if (name === undefined || made === undefined || serial?.unusual === undefined) return [];
    return alterSequence(behindSerial(undefined, name, made), behindSerial(serial, name, made));
  });
}

/** Whether it changes names that statements may mention. */
function isRename(operation: Operation): boolean {
  if (operation.kind !== "rename") return operation.kind === "setSchema";
  return !["constraint", "index", "policy", "sequence"].includes(operation.object.kind);
}

interface Statements {
  readonly now: readonly string[];
  readonly later: readonly string[];
}

function restoreOf(operation: Operation): Statements {
  const attributes = createdParts(operation).flatMap((part) =>
    attributeStatements(part.of, part.attributes),
  );
  const relation =
    operation.kind === "createTable"
      ? operation.table
      : operation.kind === "createView" && operation.view;
  if (!relation) return { now: attributes, later: [] };
  const { extras = [] } = relation;
  const isLate = ({ kind, uses }: Extra): boolean =>
    kind === "rule" || uses.some(({ table }) => !sameName(table, relation));
  const create = (extra: Extra): readonly string[] => createExtra(relation, extra);
  return {
    now: [...attributes, ...extras.filter((extra) => !isLate(extra)).flatMap(create)],
    later: extras.filter(isLate).flatMap(create),
  };
}
