import { defined } from "../../defined.js";
import type { ObjectKind } from "../../schema/object-ref.js";
import type { Table } from "../../schema/types.js";
import { attachedTo } from "../attached.js";
import type { CatalogRows } from "../catalog.js";
import { groupedBy } from "../scope.js";
import type { Selection } from "../selection.js";
import { describeColumn } from "./columns.js";
import { type ConstraintRow, type ConstraintType, describeConstraint } from "./constraints.js";
import { describeIndex } from "./indexes.js";
import type { RelationRow } from "./relations.js";

export type TableParts = ReturnType<typeof tableParts>;

export function tableParts(rows: CatalogRows) {
  const owned = rows.sequences.filter((row) => row.ownerTable !== null);
  return {
    attached: attachedTo(rows),
    ownedSequences: groupedBy(owned, (row) => `${row.ownerTable} ${row.ownerColumn}`),
    columns: groupedBy(rows.columns, (row) => row.table),
    constraints: groupedBy(rows.constraints, (row) => row.table),
    referencedColumns: new Map(rows.referencedColumns.map((row) => [row.constraint, row.columns])),
    indexes: groupedBy(rows.indexes, (row) => row.table),
    indexKeys: groupedBy(rows.indexKeys, (row) => row.index),
    policies: groupedBy(rows.policies, (row) => row.table),
    rules: groupedBy(rows.rules, (row) => row.table),
  };
}

export function describeTable(row: RelationRow, parts: TableParts, selection: Selection): Table {
  const { oid, schema, name, rowSecurity } = row;
  const { attached, ownedSequences, indexKeys, referencedColumns } = parts;
  const included = <T extends { readonly name: string }>(
    kind: ObjectKind,
    described: readonly T[],
  ): readonly T[] =>
    described.filter((part) => selection.includes({ kind, schema, table: name, name: part.name }));
  const columns = parts.columns.get(oid) ?? [];
  const columnNames = new Map(columns.map((column) => [column.number, column.name]));
  const constraints = parts.constraints.get(oid) ?? [];
  const constraintsOf = <K extends ConstraintType>(kind: ObjectKind, type: K) =>
    included(
      kind,
      constraints
        .filter((constraint): constraint is ConstraintRow<K> => constraint.type === type)
        .map((constraint) => ({
          ...describeConstraint(constraint, columnNames, referencedColumns),
          ...attached.to("pg_constraint", constraint.oid),
        })),
    );
  const describedColumns = columns.map((column) =>
    describeColumn(column, ownedSequences.get(`${oid} ${column.number}`) ?? [], attached),
  );
  const indexes = (parts.indexes.get(oid) ?? []).map((index) => ({
    ...describeIndex(index, indexKeys.get(index.oid) ?? []),
    ...attached.to("pg_class", index.oid),
  }));
  const policies = (parts.policies.get(oid) ?? []).map((policy) => ({
    ...policy.described,
    ...attached.to("pg_policy", policy.oid),
  }));
  return defined({
    schema,
    name,
    columns: included("column", describedColumns),
    primaryKey: constraintsOf("primaryKey", "p")[0],
    uniqueConstraints: constraintsOf("uniqueConstraint", "u"),
    foreignKeys: constraintsOf("foreignKey", "f"),
    checks: constraintsOf("check", "c"),
    indexes: included("index", indexes),
    policies: included("policy", policies),
    rowSecurity,
    ...attached.to("pg_class", oid),
    extras: attached.extras(oid),
    ...specialKind(row),
  });
}

/** What Drizzle cannot declare about a table. To be spread into its description. */
function specialKind(row: RelationRow): Pick<Table, "special" | "partitionKey"> {
  if (row.kind === "p") return { special: "partitioned", partitionKey: row.partitionKey ?? "" };
  if (row.kind === "f") return { special: "foreign" };
  return row.inherited ? { special: "inherited" } : {};
}
