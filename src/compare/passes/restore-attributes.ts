/** What belongs to an object beyond its description, given back to it wherever it is made anew. */
import { behindSerial, integerType } from "../kinds/column-sequences.js";
import { alterationsOf } from "../kinds/sequences.js";
import type { Operation } from "../../operations/types.js";
import { sameName } from "../../schema/identifiers.js";
import type { Extra, QualifiedName, Restorable } from "../../schema/types.js";

/** The statements as operations. */
export function executed(statements: readonly string[] = []): readonly Operation[] {
  return statements.map((sql) => ({ kind: "execute", sql }));
}

/**
 * Puts after every operation that makes an object what restores the rest of it. What names other
 * tables waits until these are there as well, but not until anything is renamed.
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

/** What the sequences behind serial columns are, where that is not what `serial` makes. */
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
    return alterationsOf(behindSerial(undefined, name, made), behindSerial(serial, name, made));
  });
}

/** Whether names change that statements may have in them; those of what stands on a table do not count. */
function isRename(operation: Operation): boolean {
  if (operation.kind !== "rename") return operation.kind === "setSchema";
  return !["constraint", "index", "policy", "sequence"].includes(operation.object.kind);
}

interface Statements {
  readonly now: readonly string[];
  readonly later: readonly string[];
}

function restoreOf(operation: Operation): Statements {
  switch (operation.kind) {
    case "createTable": {
      const { table } = operation;
      const { primaryKey } = table;
      const own = [
        table,
        ...table.columns,
        ...(primaryKey === undefined ? [] : [primaryKey]),
        ...table.uniqueConstraints,
        ...table.indexes,
      ];
      return withExtras(own, table, table.extras);
    }
    case "createView":
      return withExtras(
        [operation.view, ...(operation.view.columns ?? [])],
        operation.view,
        operation.view.extras,
      );
    case "createSchema":
      return at(operation.namespace);
    case "createEnum":
      return at(operation.enum);
    case "createSequence":
      return at(operation.sequence);
    case "createIndex":
      return at(operation.index);
    case "addColumn":
      return at(operation.column);
    case "createPrimaryKey":
    case "createUniqueConstraint":
    case "createForeignKey":
    case "createCheckConstraint":
      return at(operation.constraint);
    default:
      return { now: [], later: [] };
  }
}

function at({ restore = [] }: Restorable): Statements {
  return { now: restore, later: [] };
}

function withExtras(
  own: readonly Restorable[],
  relation: QualifiedName,
  extras: readonly Extra[] = [],
): Statements {
  const isLate = ({ kind, uses }: Extra): boolean =>
    kind === "rule" || uses.some(({ table }) => !sameName(table, relation));
  return {
    now: [
      ...own.flatMap(({ restore = [] }) => restore),
      ...extras.filter((extra) => !isLate(extra)).flatMap(({ create }) => create),
    ],
    later: extras.filter(isLate).flatMap(({ create }) => create),
  };
}
