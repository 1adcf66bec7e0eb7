import { refTo } from "../../schema/object-ref.js";
import {
  type AttributeOwner,
  type AttributeRelation,
  attributeStatements,
  indexOf,
} from "../../operations/attributes.js";
import type { Operation } from "../../operations/types.js";
import type { Attributes } from "../../schema/attributes.js";
import { sameName } from "../../schema/identifiers.js";
import type { Extra } from "../../schema/types.js";
import { executed } from "../change.js";
import { ownersIn } from "../kinds/attributes.js";
import { behindSerial, integerType } from "../kinds/column-sequences.js";
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
  const [relation, extras = []] = relationCreatedBy(operation);
  const isLate = ({ kind, uses }: Extra): boolean =>
    kind === "rule" ||
    uses.some(({ table }) => relation !== undefined && !sameName(table, relation));
  const create = (chosen: readonly Extra[]): readonly string[] =>
    relation === undefined ? [] : chosen.flatMap((extra) => createExtra(relation, extra));
  return {
    now: [
      ...createdBy(operation).flatMap(({ of, attributes }) => attributeStatements(of, attributes)),
      ...create(extras.filter((extra) => !isLate(extra))),
    ],
    later: create(extras.filter(isLate)),
  };
}

function relationCreatedBy(
  operation: Operation,
): readonly [relation?: AttributeRelation, extras?: readonly Extra[] | undefined] {
  switch (operation.kind) {
    case "createTable":
      return [refTo("table", operation.table), operation.table.extras];
    case "createView":
      return [viewOf(operation), operation.view.extras];
    default:
      return [];
  }
}

interface Created {
  readonly of: AttributeOwner;
  readonly attributes: Attributes | undefined;
}

/** What an operation creates that can have attributes. */
function createdBy(operation: Operation): readonly Created[] {
  switch (operation.kind) {
    case "createTable": {
      const { table } = operation;
      const { primaryKey, uniqueConstraints, indexes } = table;
      const keys = [...(primaryKey ? [primaryKey] : []), ...uniqueConstraints];
      return [
        { of: refTo("table", table), attributes: table.attributes },
        ...table.columns.flatMap((column) => ownersIn(table, column)),
        ...[...keys, ...indexes].map(({ name, attributes }) => ({
          of: indexOf(table, name),
          attributes,
        })),
      ];
    }
    case "createView": {
      const { attributes, columns = [] } = operation.view;
      const on = viewOf(operation);
      return [
        { of: on, attributes },
        ...columns.map((column): Created => ({
          of: { kind: "column", on, name: column.name },
          attributes: column.attributes,
        })),
      ];
    }
    case "createSchema": {
      const { name, attributes } = operation.namespace;
      return [{ of: { kind: "schema", name }, attributes }];
    }
    case "createEnum": {
      const { schema, name, attributes } = operation.enum;
      return [{ of: { kind: "enum", schema, name }, attributes }];
    }
    case "createSequence": {
      const { sequence } = operation;
      return [{ of: refTo("sequence", sequence), attributes: sequence.attributes }];
    }
    case "createIndex": {
      const { table, index } = operation;
      return [{ of: indexOf(table, index.name), attributes: index.attributes }];
    }
    case "addColumn":
      return ownersIn(operation.table, operation.column);
    case "createPrimaryKey":
    case "createUniqueConstraint": {
      const { table, constraint } = operation;
      return [{ of: indexOf(table, constraint.name), attributes: constraint.attributes }];
    }
    default:
      return [];
  }
}

function viewOf({ view }: Extract<Operation, { kind: "createView" }>): AttributeRelation {
  return refTo(view.materialized ? "materializedView" : "view", view);
}
