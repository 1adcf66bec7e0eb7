import { qualifiedName, quoteName } from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import type { Table } from "../../schema/types.js";
import { columnParts } from "../column-definition.js";
import { losesData } from "../hazard.js";
import { key, referencedKeys, tableKeys, typeKeys } from "../keys.js";
import { newComment } from "../object-sql.js";
import { alterTable } from "../statement.js";
import type { Constraint, OperationOf, TableOperation } from "../types.js";
import { constraintDefinition, constraintsOf } from "./constraints.js";
import { createIndexStatements } from "./indexes.js";
import { createPolicyStatements } from "./policies.js";
import { lifecycle, type RulesOf } from "./rule.js";

const { create, drop } = lifecycle<OperationOf<"createTable">, OperationOf<"dropTable">>({
  subject: ({ table }) => refTo("table", table),
  drop: ({ table: previous }) => ({
    kind: "dropTable",
    table: qualifiedName(previous),
    previous,
  }),
  create: ({ foreignKeys, ...previous }, { table }) => [
    { kind: "createTable", table: { ...previous, foreignKeys: [] } },
    ...foreignKeys.map((constraint) => ({ kind: "createForeignKey", table, constraint }) as const),
  ],
  effects: (previous) => ({
    creates: tableKeys(previous),
    needs: [
      key.namespace(previous.schema),
      ...previous.columns.flatMap(({ type }) => typeKeys(type)),
      ...previous.policies.flatMap(({ to }) => to.map(key.role)),
      // An operation that creates a table has none.
      ...previous.foreignKeys.flatMap(referencedKeys),
    ],
  }),
  created: { sql: ({ table }) => createTable(table), place: () => ["table", 3] },
  dropped: {
    place: () => ["after", 8],
    hazards: () => [losesData("Drops the table with all its rows.")],
  },
});

export const tableRules: RulesOf<TableOperation> = {
  createTable: create,
  dropTable: drop,
};

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

/** CREATE TABLE makes every check valid, and builds one index for two keys on the same columns. */
function isLate({ type, constraint }: Constraint, earlier: readonly Constraint[]): boolean {
  if (type === "check") return constraint.notValid === true;
  if (type !== "uniqueConstraint") return false;
  const columns = JSON.stringify(constraint.columns);
  return earlier.some(
    ({ constraint: other }) => "columns" in other && JSON.stringify(other.columns) === columns,
  );
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
