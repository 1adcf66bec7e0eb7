/** What its definition alone does not give back to an object, by the object's identifier. */
import { defined } from "../../defined.js";
import {
  type Attributed,
  attributed,
  type Attributes,
  type OptionalAttributes,
} from "../../schema/attributes.js";
import type { Extra, ViewColumn } from "../../schema/types.js";
import { columnKey } from "../grouping.js";
import { groupedBy } from "../grouping.js";
import type { ColumnAttributesRow } from "./columns.js";
import { describeExtra, type ExtraRow } from "./extras.js";
import type { IndexAttributesRow } from "./indexes.js";
import {
  type DefaultPrivilegesRow,
  expectedPrivileges,
  privilegeChanges,
  type PrivilegedKind,
} from "./privileges.js";
import type { RelationAttributesRow } from "./relations.js";
import type { NamespaceAttributesRow, TypeAttributesRow } from "./types-and-schemas.js";

export interface AttributeRows {
  readonly defaultPrivileges: readonly DefaultPrivilegesRow[];
  readonly relationAttributes: readonly RelationAttributesRow[];
  readonly columnAttributes: readonly ColumnAttributesRow[];
  readonly indexAttributes: readonly IndexAttributesRow[];
  readonly extras: readonly ExtraRow[];
  readonly typeAttributes: readonly TypeAttributesRow[];
  readonly namespaceAttributes: readonly NamespaceAttributesRow[];
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
  type(oid: number): Attributed;
  namespace(oid: number): Attributed;
}

export function catalogAttributes(rows: AttributeRows): CatalogAttributes {
  const expected = expectedPrivileges(rows.defaultPrivileges);
  const rights = (
    kind: PrivilegedKind,
    { schema, owner, acl }: Pick<RelationAttributesRow, "schema" | "owner" | "acl">,
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
  const types = attributesBy(
    rows.typeAttributes,
    (row) => row.oid,
    (row) => ({ owner: row.owner ?? undefined, privileges: rights("T", row) }),
  );
  const namespaces = attributesBy(
    rows.namespaceAttributes,
    (row) => row.oid,
    (row) => ({
      owner: row.owner ?? undefined,
      privileges: rights("n", row),
      defaultPrivileges: row.defaults?.map(({ role, on, acl }) => ({
        role,
        on,
        grants: (privilegeChanges([], acl ?? [], role) ?? []).filter(
          ({ action }) => action === "grant",
        ),
      })),
      publications: row.publications ?? undefined,
    }),
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
    type: (oid) => types.get(oid) ?? {},
    namespace: (oid) => namespaces.get(oid) ?? {},
  };
}

function attributesBy<R>(
  rows: readonly R[],
  keyOf: (row: R) => number,
  attributesOf: (row: R) => OptionalAttributes,
): ReadonlyMap<number, Attributed> {
  return new Map(rows.map((row) => [keyOf(row), attributed(attributesOf(row))]));
}
