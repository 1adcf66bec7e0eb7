/** Effects of operations on tables and columns. */
import type { AlterColumn, ColumnOperation, TableOperation } from "../../operations/types.js";
import { makeObjectName } from "../../schema/identifiers.js";
import type { DataType, Identity } from "../../schema/types.js";
import { columnKeys, key, referencedKeys, tableKeys, typeKeys } from "./keys.js";
import { type Effects, none } from "./types.js";

export function tableEffects(operation: TableOperation | ColumnOperation): Effects {
  switch (operation.kind) {
    case "createTable":
      return {
        ...none,
        creates: tableKeys(operation.table),
        needs: [
          key.namespace(operation.table.schema),
          ...operation.table.columns.flatMap((column) => typeKeys(column.type)),
          ...operation.table.policies.flatMap((policy) => policy.to.map(key.role)),
        ],
      };
    case "dropTable":
      return {
        ...none,
        drops: operation.previous ? tableKeys(operation.previous) : [key.relation(operation.table)],
        releases: [
          key.namespace(operation.table.schema),
          ...(operation.previous?.columns ?? []).flatMap((column) => typeKeys(column.type)),
          ...(operation.previous?.foreignKeys ?? []).flatMap(referencedKeys),
        ],
      };
    case "addColumn":
      return {
        ...none,
        creates: columnKeys(operation.table, operation.column),
        alters: [key.columns(operation.table)],
        needs: [key.relation(operation.table), ...typeKeys(operation.column.type)],
      };
    case "dropColumn":
      return {
        ...none,
        drops: operation.previous
          ? columnKeys(operation.table, operation.previous)
          : [key.column(operation.table, operation.column)],
        alters: [key.columns(operation.table)],
        releases: [
          key.relation(operation.table),
          ...(operation.previous ? typeKeys(operation.previous.type) : []),
        ],
      };
    case "alterColumn": {
      const { changes, previous, table } = operation;
      return {
        ...none,
        creates:
          changes.identity && !previous?.identity ? sequenceOf(operation, changes.identity) : [],
        drops: changes.identity === null ? sequenceOf(operation, previous?.identity) : [],
        alters: [key.column(table, operation.column), key.columns(table)],
        needs: [key.relation(table), ...(changes.type ? typeKeys(changes.type) : [])],
        releases: released(previous?.type, changes.type),
      };
    }
  }
}

/** An identity brings its sequence along, and takes it away. */
function sequenceOf(
  { table, column }: Pick<AlterColumn, "table" | "column">,
  identity: Identity | null | undefined,
): readonly string[] {
  if (!identity) return [];
  const name = identity.sequenceName ?? makeObjectName(table.name, column, "seq");
  return [key.relation({ schema: table.schema, name })];
}

function released(from: DataType | undefined, to: DataType | undefined): readonly string[] {
  const kept = to === undefined ? [] : typeKeys(to);
  return from === undefined ? [] : typeKeys(from).filter((type) => !kept.includes(type));
}
