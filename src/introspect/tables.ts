import type { ObjectKind, Table } from "../schema/types.js";
import type { CatalogRows } from "./catalog.js";
import { columnKey } from "./column-key.js";
import { describeColumn, type ColumnContext, type ColumnRow } from "./columns.js";
import {
  describeCheck,
  describeForeignKey,
  describePrimaryKey,
  describeUnique,
  type ConstraintContext,
  type ConstraintRow,
} from "./constraints.js";
import { groupedBy } from "./grouping.js";
import { describeIndex, type IndexKeyRow, type IndexRow } from "./indexes.js";
import { describePolicy, type PolicyRow } from "./policies.js";
import { specialKind, type RelationRow } from "./relations.js";
import type { Selection } from "./selection.js";
import type { SequenceRow } from "./sequences.js";

/** Everything that belongs to tables, by the table or the index it belongs to. */
export interface TableParts extends ColumnContext {
  readonly columns: ReadonlyMap<number, readonly ColumnRow[]>;
  readonly constraints: ReadonlyMap<number, readonly ConstraintRow[]>;
  readonly referencedColumns: ReadonlyMap<number, readonly string[]>;
  readonly indexes: ReadonlyMap<number, readonly IndexRow[]>;
  readonly indexKeys: ReadonlyMap<number, readonly IndexKeyRow[]>;
  readonly policies: ReadonlyMap<number, readonly PolicyRow[]>;
  readonly roleNames: ReadonlyMap<number, string>;
}

export function tableParts(
  rows: CatalogRows,
  context: Pick<TableParts, "comments" | "restores" | "isExtensionMember">,
): TableParts {
  return {
    ...context,
    ownedSequences: ownedSequences(rows.sequences),
    columns: groupedBy(rows.columns, (row) => row.table),
    constraints: groupedBy(rows.constraints, (row) => row.table),
    referencedColumns: new Map(rows.referencedColumns.map((row) => [row.constraint, row.columns])),
    indexes: groupedBy(rows.indexes, (row) => row.table),
    indexKeys: groupedBy(rows.indexKeys, (row) => row.index),
    policies: groupedBy(rows.policies, (row) => row.table),
    roleNames: new Map(rows.roles.map((role) => [role.oid, role.name])),
  };
}

function ownedSequences(rows: readonly SequenceRow[]): ReadonlyMap<string, SequenceRow[]> {
  const owned = rows.filter((row) => row.ownerTable !== null);
  return groupedBy(owned, (row) => columnKey(row.ownerTable ?? 0, row.ownerColumn ?? 0));
}

export function describeTable(row: RelationRow, parts: TableParts, selection: Selection): Table {
  const { oid, schema, name, rowSecurity } = row;
  const included = <R extends { readonly name: string }>(
    kind: ObjectKind,
    rows: readonly R[] | undefined,
  ): readonly R[] =>
    (rows ?? []).filter((part) =>
      selection.includes({ kind, schema, table: name, name: part.name }),
    );
  return {
    schema,
    name,
    columns: included("column", parts.columns.get(oid)).map((part) => describeColumn(part, parts)),
    ...constraintsOf(row, parts, included),
    indexes: included("index", parts.indexes.get(oid)).map((index) =>
      describeIndex(index, parts.indexKeys.get(index.oid) ?? [], parts.comments, parts.restores),
    ),
    policies: included("policy", parts.policies.get(oid)).map((part) =>
      describePolicy(part, parts),
    ),
    rowSecurity,
    ...parts.comments.of("pg_class", oid),
    ...parts.restores.relation(oid),
    ...parts.restores.extras(oid),
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
  const context: ConstraintContext = { ...parts, columnNames };
  const ofType = groupedBy(parts.constraints.get(row.oid) ?? [], (constraint) => constraint.type);
  const [primaryKey] = included("primaryKey", ofType.get("p"));
  const describeAll = <T>(
    kind: ObjectKind,
    type: ConstraintRow["type"],
    describe: (constraint: ConstraintRow, context: ConstraintContext) => T,
  ): readonly T[] =>
    included(kind, ofType.get(type)).map((constraint) => describe(constraint, context));
  return {
    ...(primaryKey === undefined ? {} : { primaryKey: describePrimaryKey(primaryKey, context) }),
    uniqueConstraints: describeAll("uniqueConstraint", "u", describeUnique),
    foreignKeys: describeAll("foreignKey", "f", describeForeignKey),
    checks: describeAll("check", "c", describeCheck),
  };
}
