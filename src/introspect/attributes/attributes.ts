/** What its definition alone does not give back to an object, by the object's identifier. */
import { defined } from "../../defined.js";
import {
  type Attributed,
  attributed,
  type Attributes,
  type OptionalAttributes,
} from "../../schema/attributes.js";
import type { Extra, ViewColumn } from "../../schema/types.js";
import { columnKey, groupedBy } from "../grouping.js";
import type { ColumnAttributesRow } from "./columns.js";
import { describeExtra, type ExtraRow } from "./extras.js";
import type { IndexAttributesRow } from "./indexes.js";
import {
  type DefaultPrivilegesRow,
  expectedPrivileges,
  type OwnedRow,
  privilegeChanges,
  type PrivilegedKind,
} from "./privileges.js";
import type { RelationAttributesRow } from "./relations.js";

export interface AttributeRows {
  readonly defaultPrivileges: readonly DefaultPrivilegesRow[];
  readonly relationAttributes: readonly RelationAttributesRow[];
  readonly columnAttributes: readonly ColumnAttributesRow[];
  readonly indexAttributes: readonly IndexAttributesRow[];
  readonly extras: readonly ExtraRow[];
}

/** Each is to be spread into a description: empty where there is nothing to give back. */
export interface CatalogAttributes {
  relation(oid: number): Attributed;
  column(table: number, number: number): Attributed;
  viewColumns(view: number): { readonly columns?: readonly ViewColumn[] };
  index(oid: number): Attributed;
  /** Of the index behind a constraint. */
  constraint(oid: number): Attributed;
  extras(relation: number): { readonly extras?: readonly Extra[] };
  /** The owner and the rights of a type or schema. */
  ownership(kind: PrivilegedKind, row: OwnedRow): OptionalAttributes;
}

export function catalogAttributes(rows: AttributeRows): CatalogAttributes {
  const expected = expectedPrivileges(rows.defaultPrivileges);
  const rights = (
    kind: PrivilegedKind,
    { schema, owner, acl }: OwnedRow,
  ): Attributes["privileges"] => privilegeChanges(expected(kind, schema), acl ?? [], owner);
  const relations = attributesBy(
    rows.relationAttributes,
    (row) => row.oid,
    (row) => ({
      ...row.attributes,
      privileges: rights(row.kind === "S" ? "S" : "r", row),
    }),
  );
  const columnAttributes = ({ attributes, acl, owner }: ColumnAttributesRow): Attributed =>
    attributed({ ...attributes, privileges: privilegeChanges([], acl ?? [], owner) });
  const columns = new Map(
    rows.columnAttributes.map((row) => [columnKey(row.table, row.number), columnAttributes(row)]),
  );
  const viewColumns = groupedBy(rows.columnAttributes, (row) => row.table);
  const indexes = attributesBy(
    rows.indexAttributes,
    (row) => row.oid,
    (row) => row.attributes,
  );
  const constraints = attributesBy(
    rows.indexAttributes,
    (row) => row.constraint ?? 0,
    (row) => row.attributes,
  );
  const extras = groupedBy(rows.extras, (row) => row.relation);
  return {
    relation: (oid) => relations.get(oid) ?? {},
    column: (table, number) => columns.get(columnKey(table, number)) ?? {},
    viewColumns: (view) =>
      defined({
        columns: viewColumns
          .get(view)
          ?.map((row) => ({ name: row.name, ...columnAttributes(row) })),
      }),
    index: (oid) => indexes.get(oid) ?? {},
    constraint: (oid) => constraints.get(oid) ?? {},
    extras: (relation) =>
      defined({
        extras: extras
          .get(relation)
          ?.map((row) => describeExtra(row, indexes.get(row.oid) ?? constraints.get(row.oid))),
      }),
    ownership: (kind, row) => ({ owner: row.owner ?? undefined, privileges: rights(kind, row) }),
  };
}

function attributesBy<R>(
  rows: readonly R[],
  keyOf: (row: R) => number,
  attributesOf: (row: R) => OptionalAttributes,
): ReadonlyMap<number, Attributed> {
  return new Map(rows.map((row) => [keyOf(row), attributed(attributesOf(row))]));
}
