import { quoteName } from "../schema/identifiers.js";
import type { QualifiedName, Table } from "../schema/types.js";
import { columnParts } from "./column-definition.js";
import { commentStatement } from "./objects.js";
import { constraintDefinition } from "./constraint-definition.js";
import { createIndexStatements } from "./indexes.js";
import { previousOf } from "./irreversible.js";
import { createPolicyStatements } from "./policies.js";
import { alterTable, statements } from "./statement.js";
import type { Statement } from "./statement.js";
import { refTo } from "../schema/object-ref.js";
import type { Constraint, Operation, TableOperation } from "./types.js";

export function compileTable(operation: TableOperation): readonly Statement[] {
  switch (operation.kind) {
    case "createTable":
      return statements(...createTable(operation.table));
    case "dropTable":
      return statements(`DROP TABLE ${quoteName(operation.table)}`);
  }
}

export function inverseTable(operation: TableOperation): readonly Operation[] {
  switch (operation.kind) {
    case "createTable": {
      const { schema, name } = operation.table;
      return [{ kind: "dropTable", table: { schema, name }, previous: operation.table }];
    }
    case "dropTable": {
      const { foreignKeys, ...table } = previousOf(operation);
      return [
        { kind: "createTable", table: { ...table, foreignKeys: [] } },
        ...foreignKeys.map((constraint) => ({
          kind: "createForeignKey" as const,
          table: operation.table,
          constraint,
        })),
      ];
    }
  }
}

function createTable(table: Table): readonly string[] {
  const name: QualifiedName = { schema: table.schema, name: table.name };
  const key = new Set(table.primaryKey?.columns);
  const columns = table.columns.map((column) => columnParts(name, column, key.has(column.name)));
  const all = inlineConstraints(table);
  const late = all.filter((constraint, index) => isLate(constraint, all.slice(0, index)));
  const lines = [
    ...columns.map((column) => column.definition),
    ...all.filter((constraint) => !late.includes(constraint)).map(constraintDefinition),
  ];
  return [
    ...columns.flatMap((column) => column.before),
    lines.length === 0
      ? `CREATE TABLE ${quoteName(name)} ()`
      : `CREATE TABLE ${quoteName(name)} (\n  ${lines.join(",\n  ")}\n)`,
    ...columns.flatMap((column) => column.after),
    ...late.map((constraint) => alterTable(name, `ADD ${constraintDefinition(constraint)}`)),
    ...table.indexes.flatMap((index) =>
      createIndexStatements(name, { ...index, concurrently: false }),
    ),
    ...(table.rowSecurity ? [alterTable(name, "ENABLE ROW LEVEL SECURITY")] : []),
    ...table.policies.flatMap((policy) => createPolicyStatements(name, policy)),
    ...comments(name, table, all),
  ];
}

/**
 * CREATE TABLE marks every check as valid, and makes one index of two keys over the same columns,
 * so what must not be taken for valid or for another key is added afterwards.
 */
function isLate(one: Constraint, earlier: readonly Constraint[]): boolean {
  if (one.type === "check") return one.constraint.notValid === true;
  return one.type === "uniqueConstraint" && earlier.some((other) => keyOf(other) === keyOf(one));
}

function keyOf({ type, constraint }: Constraint): string {
  return type === "primaryKey" || type === "uniqueConstraint"
    ? JSON.stringify(constraint.columns)
    : "";
}

function inlineConstraints(table: Table): readonly Constraint[] {
  return [
    ...(table.primaryKey === undefined
      ? []
      : [{ type: "primaryKey" as const, constraint: table.primaryKey }]),
    ...table.uniqueConstraints.map((constraint) => ({
      type: "uniqueConstraint" as const,
      constraint,
    })),
    ...table.checks.map((constraint) => ({ type: "check" as const, constraint })),
  ];
}

function comments(
  name: QualifiedName,
  table: Table,
  constraints: readonly Constraint[],
): readonly string[] {
  return [
    ...commentStatement(refTo("table", name), table.comment),
    ...table.columns.flatMap((column) =>
      commentStatement({ kind: "column", table: name, name: column.name }, column.comment),
    ),
    ...constraints.flatMap(({ constraint }) =>
      commentStatement(
        { kind: "constraint", table: name, name: constraint.name },
        constraint.comment,
      ),
    ),
  ];
}
