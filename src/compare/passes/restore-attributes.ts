import { attributeStatements } from "../../operations/attributes.js";
import type { Operation } from "../../operations/types.js";
import {
  emptySchema,
  type Extra,
  type QualifiedName,
  type Schema,
  type Table,
} from "../../schema/types.js";
import { sameName } from "../../schema/identifiers.js";
import { executed } from "../change.js";
import { attributedParts } from "../kinds/attributes.js";
import { behindSerial } from "../kinds/column-sequences.js";
import { integerType } from "../../schema/data-types.js";
import { createExtra } from "../kinds/extras.js";
import { alterationsOf } from "../kinds/sequences.js";

/**
 * Every operation that creates an object is followed by what gives the object its attributes and
 * extras. What names other tables waits until these are there as well, but not until anything is
 * renamed.
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
  const created = { ...emptySchema, ...createdBy(operation) };
  const [relation] = [...created.tables, ...created.views];
  const { extras = [] } = relation ?? {};
  const isLate = ({ kind, uses }: Extra): boolean =>
    kind === "rule" || uses.some(({ table }) => relation && !sameName(table, relation));
  const create = (chosen: readonly Extra[]): readonly string[] =>
    relation === undefined ? [] : chosen.flatMap((extra) => createExtra(relation, extra));
  return {
    now: [
      ...attributedParts(created).flatMap(({ of, attributes }) =>
        attributeStatements(of, attributes),
      ),
      ...create(extras.filter((extra) => !isLate(extra))),
    ],
    later: create(extras.filter(isLate)),
  };
}

/** What an operation creates that can have attributes; a part of a table in a table without more. */
function createdBy(operation: Operation): Partial<Schema> {
  switch (operation.kind) {
    case "createTable":
      return { tables: [operation.table] };
    case "createView":
      return { views: [operation.view] };
    case "createSchema":
      return { namespaces: [operation.namespace] };
    case "createEnum":
      return { enums: [operation.enum] };
    case "createSequence":
      return { sequences: [operation.sequence] };
    case "createIndex":
      return inTable(operation.table, { indexes: [operation.index] });
    case "addColumn":
      return inTable(operation.table, { columns: [operation.column] });
    case "createPrimaryKey":
      return inTable(operation.table, { primaryKey: operation.constraint });
    case "createUniqueConstraint":
      return inTable(operation.table, { uniqueConstraints: [operation.constraint] });
    default:
      return {};
  }
}

function inTable({ schema, name }: QualifiedName, part: Partial<Table>): Partial<Schema> {
  const nothing = {
    columns: [],
    uniqueConstraints: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
    policies: [],
    rowSecurity: false,
  };
  return { tables: [{ schema, name, ...nothing, ...part }] };
}
