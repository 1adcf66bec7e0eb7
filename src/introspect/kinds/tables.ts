import { defined } from "../../defined.js";
import type { ObjectKind, Table } from "../../schema/types.js";
import type { Attached } from "../attached.js";
import type { CatalogRows } from "../catalog.js";
import { columnKey, groupedBy } from "../grouping.js";
import type { Selection } from "../selection.js";
import { describeColumn } from "./columns.js";
import {
  type ConstraintContext,
  type ConstraintRow,
  describeCheck,
  describeForeignKey,
  describePrimaryKey,
  describeUnique,
} from "./constraints.js";
import { describeIndex } from "./indexes.js";
import { describePolicy } from "./policies.js";
import type { RelationRow } from "./relations.js";

/** Everything that belongs to tables, by the table or the index it belongs to. */
export type TableParts = ReturnType<typeof tableParts>;

export function tableParts(rows: CatalogRows, attached: Attached) {
  const owned = rows.sequences.filter((row) => row.ownerTable !== null);
  return {
    ...attached,
    ownedSequences: groupedBy(owned, (row) => columnKey(row.ownerTable ?? 0, row.ownerColumn ?? 0)),
    columns: groupedBy(rows.columns, (row) => row.table),
    constraints: groupedBy(rows.constraints, (row) => row.table),
    referencedColumns: new Map(rows.referencedColumns.map((row) => [row.constraint, row.columns])),
    indexes: groupedBy(rows.indexes, (row) => row.table),
    indexKeys: groupedBy(rows.indexKeys, (row) => row.index),
    policies: groupedBy(rows.policies, (row) => row.table),
    rules: groupedBy(rows.rules, (row) => row.table),
    roleNames: new Map(rows.roles.map((role) => [role.oid, role.name])),
  };
}

export function describeTable(row: RelationRow, parts: TableParts, selection: Selection): Table {
  const { oid, schema, name, rowSecurity } = row;
  const included: Included = (kind, rows = []) =>
    rows.filter((part) => selection.includes({ kind, schema, table: name, name: part.name }));
  return {
    schema,
    name,
    columns: included("column", parts.columns.get(oid)).map((part) => describeColumn(part, parts)),
    ...constraintsOf(row, parts, included),
    indexes: included("index", parts.indexes.get(oid)).map((index) =>
      describeIndex(index, parts.indexKeys.get(index.oid) ?? [], parts),
    ),
    policies: included("policy", parts.policies.get(oid)).map((part) =>
      describePolicy(part, parts),
    ),
    rowSecurity,
    ...parts.comments.of("pg_class", oid),
    ...parts.attributes.relation(oid),
    ...parts.attributes.extras(oid),
    ...specialKind(row),
  };
}

type Included = <R extends { readonly name: string }>(
  kind: ObjectKind,
  rows: readonly R[] | undefined,
) => readonly R[];

function constraintsOf(
  row: RelationRow,
  parts: TableParts,
  included: Included,
): Pick<Table, "primaryKey" | "uniqueConstraints" | "foreignKeys" | "checks"> {
  const columns = parts.columns.get(row.oid) ?? [];
  const columnNames = new Map(columns.map((column) => [column.number, column.name]));
  const ofType = groupedBy(parts.constraints.get(row.oid) ?? [], (constraint) => constraint.type);
  const describeAll = <T>(
    kind: ObjectKind,
    type: ConstraintRow["type"],
    describe: (constraint: ConstraintRow, context: ConstraintContext) => T,
  ): readonly T[] =>
    included(kind, ofType.get(type)).map((constraint) =>
      describe(constraint, { ...parts, columnNames }),
    );
  return defined({
    primaryKey: describeAll("primaryKey", "p", describePrimaryKey)[0],
    uniqueConstraints: describeAll("uniqueConstraint", "u", describeUnique),
    foreignKeys: describeAll("foreignKey", "f", describeForeignKey),
    checks: describeAll("check", "c", describeCheck),
  });
}

/** What Drizzle cannot say of a table: to be spread into its description. */
function specialKind(row: RelationRow): Pick<Table, "special" | "partitionKey"> {
  if (row.kind === "p") return { special: "partitioned", partitionKey: row.partitionKey ?? "" };
  if (row.kind === "f") return { special: "foreign" };
  return row.inherited ? { special: "inherited" } : {};
}
