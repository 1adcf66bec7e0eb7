/** Effects of operations on constraints and indexes. */
import type { ConstraintOperation, IndexOperation, Operation } from "../../operations/types.js";
import type { ForeignKey, Index, QualifiedName } from "../../schema/types.js";
import {
  columnsOf,
  expressionKeys,
  indexColumns,
  indexKeys,
  key,
  referencedKeys,
  uniqueKeys,
} from "./keys.js";
import { type Effects, none } from "./types.js";

export function constraintEffects(operation: ConstraintOperation | IndexOperation): Effects {
  switch (operation.kind) {
    case "createPrimaryKey":
    case "createUniqueConstraint":
      return {
        ...none,
        creates: [
          ...uniqueKeys(operation.table, operation.constraint),
          ...(operation.kind === "createPrimaryKey" ? [key.onlyPrimary(operation.table)] : []),
        ],
        drops: [key.uniqueToCome(operation.table, operation.constraint.columns)],
        needs: columnsOf(operation.table, operation.constraint.columns),
      };
    case "createForeignKey":
      return {
        ...none,
        creates: [key.constraint(operation.table, operation.constraint.name)],
        needs: [
          ...columnsOf(operation.table, operation.constraint.columns),
          ...referencedKeys(operation.constraint),
          key.uniqueGone(...reference(operation.constraint)),
        ],
      };
    case "createCheckConstraint":
      return {
        ...none,
        creates: [key.constraint(operation.table, operation.constraint.name)],
        needs: [key.relation(operation.table), key.columns(operation.table)],
      };
    case "dropConstraint":
      return dropConstraint(operation);
    case "validateConstraint":
      return { ...none, needs: [key.constraint(operation.table, operation.name)] };
    case "createIndex":
      return {
        ...none,
        creates: indexKeys(operation.table, operation.index),
        drops: uniqueOf(operation.table, operation.index).map((one) => key.uniqueToCome(...one)),
        needs: [
          key.relation(operation.table),
          ...columnsOf(operation.table, indexColumns(operation.index)),
          ...expressionKeys(operation.table, operation.index),
        ],
      };
    case "dropIndex":
      return {
        ...none,
        creates: operation.previous
          ? uniqueOf(operation.previous.table, operation.previous.index).map((one) =>
              key.uniqueGone(...one),
            )
          : [],
        drops: operation.previous
          ? indexKeys(operation.previous.table, operation.previous.index)
          : [key.relation(operation.index)],
        releases: operation.previous
          ? [
              key.relation(operation.previous.table),
              ...columnsOf(operation.previous.table, indexColumns(operation.previous.index)),
              ...expressionKeys(operation.previous.table, operation.previous.index),
            ]
          : [],
      };
  }
}

function dropConstraint(operation: Extract<Operation, { kind: "dropConstraint" }>): Effects {
  const { table, name, previous } = operation;
  const own = key.constraint(table, name);
  const touches = key.relation(table);
  switch (previous?.type) {
    case "primaryKey":
    case "uniqueConstraint":
      return {
        ...none,
        creates: [key.uniqueGone(table, previous.constraint.columns)],
        drops: [
          ...uniqueKeys(table, previous.constraint),
          ...(previous.type === "primaryKey" ? [key.onlyPrimary(table)] : []),
        ],
        releases: columnsOf(table, previous.constraint.columns),
      };
    case "foreignKey":
      return {
        ...none,
        drops: [own],
        releases: [
          ...columnsOf(table, previous.constraint.columns),
          ...referencedKeys(previous.constraint),
          key.uniqueToCome(...reference(previous.constraint)),
        ],
      };
    case "check":
    case undefined:
      return { ...none, drops: [own], releases: [touches, key.columns(table)] };
  }
}

type Columns = readonly [table: QualifiedName, columns: readonly string[]];

function reference({ referencedTable, referencedColumns }: ForeignKey): Columns {
  return [referencedTable, referencedColumns];
}

/** What an index makes unique, if it does. */
function uniqueOf(table: QualifiedName, index: Index): readonly Columns[] {
  const columns = index.keys.flatMap(({ column }) => (column === undefined ? [] : [column]));
  return index.unique ? [[table, columns]] : [];
}
