import { qualifiedName, quoteName } from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import type { Table } from "../../schema/types.js";
import { columnParts } from "../column-definition.js";
import { dataLoss } from "../hazard.js";
import { key, referencedKeys, tableKeys, typeKeys } from "../keys.js";
import { newComment } from "../object-sql.js";
import { alterTable } from "../statement.js";
import type { Constraint, TableOperation } from "../types.js";
import { constraintDefinition, constraintsOf } from "./constraints.js";
import { createIndexStatements } from "./indexes.js";
import { createPolicyStatements } from "./policies.js";
import { dropped, type RulesOf } from "./rule.js";

export const tableRules: RulesOf<TableOperation> = {
  createTable: {
    subject: ({ table }) => refTo("table", table),
    sql: ({ table }) => createTable(table),
    inverse: ({ table }) => ({ kind: "dropTable", table: qualifiedName(table), previous: table }),
    effects: ({ table }) => ({
      creates: tableKeys(table),
      needs: [...neededBy(table), ...table.policies.flatMap(({ to }) => to.map(key.role))],
    }),
    place: () => ["table", 3],
  },

  dropTable: dropped({
    subject: ({ table }) => refTo("table", table),
    create: ({ foreignKeys, ...previous }, { table }) => [
      { kind: "createTable", table: { ...previous, foreignKeys: [] } },
      ...foreignKeys.map(
        (constraint) => ({ kind: "createForeignKey", table, constraint }) as const,
      ),
    ],
    creation: (table) => ({
      creates: tableKeys(table),
      needs: [...neededBy(table), ...table.foreignKeys.flatMap(referencedKeys)],
    }),
    place: ["after", 8],
    hazards: () => [dataLoss("Drops the table with all its rows.")],
  }),
};

function neededBy({ schema, columns }: Table): readonly string[] {
  return [key.namespace(schema), ...columns.flatMap(({ type }) => typeKeys(type))];
}

function createTable(table: Table): readonly string[] {
  const primary = table.primaryKey?.columns ?? [];
  const columns = table.columns.map((column) =>
    columnParts(table, column, primary.includes(column.name)),
  );
  const all = constraintsOf({ ...table, foreignKeys: [] });
  const late = all.filter((constraint, index) => isLate(constraint, all.slice(0, index)));
  const lines = [
    ...columns.map((column) => column.definition),
    ...all.filter((constraint) => !late.includes(constraint)).map(constraintDefinition),
  ];
  return [
    ...columns.flatMap((column) => column.before),
    lines.length === 0
      ? `CREATE TABLE ${quoteName(table)} ()`
      : `CREATE TABLE ${quoteName(table)} (\n  ${lines.join(",\n  ")}\n)`,
    ...columns.flatMap((column) => column.after),
    ...late.map((constraint) => alterTable(table, `ADD ${constraintDefinition(constraint)}`)),
    ...table.indexes.flatMap((index) =>
      createIndexStatements(table, { ...index, concurrently: false }),
    ),
    ...(table.rowSecurity ? [alterTable(table, "ENABLE ROW LEVEL SECURITY")] : []),
    ...table.policies.flatMap((policy) => createPolicyStatements(table, policy)),
    ...comments(table, all),
  ];
}

/**
 * CREATE TABLE marks every check as valid, and makes one index of two keys over the same columns,
 * so what must not be taken for valid or for another key is added afterwards.
 */
function isLate(one: Constraint, earlier: readonly Constraint[]): boolean {
  if (one.type === "check") return one.constraint.notValid === true;
  return (
    one.type === "uniqueConstraint" &&
    earlier.some((other) => columnsKey(other) === columnsKey(one))
  );
}

function columnsKey({ type, constraint }: Constraint): string {
  return type === "primaryKey" || type === "uniqueConstraint"
    ? JSON.stringify(constraint.columns)
    : "";
}

function comments(table: Table, constraints: readonly Constraint[]): readonly string[] {
  return [
    ...newComment(refTo("table", table), table.comment),
    ...table.columns.flatMap(({ name, comment }) =>
      newComment({ kind: "column", table, name }, comment),
    ),
    ...constraints.flatMap(({ constraint: { name, comment } }) =>
      newComment({ kind: "constraint", table, name }, comment),
    ),
  ];
}
