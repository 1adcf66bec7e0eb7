/** What its definition alone does not give back to an object, by the object's identifier. */
import { usualNotNullName } from "../../schema/identifiers.js";
import { defined } from "../../defined.js";
import {
  type Attributed,
  attributed,
  type Attributes,
  type OptionalAttributes,
} from "../../schema/attributes.js";
import type { CatalogAttributes } from "../attached.js";
import type { CatalogRows } from "../catalog.js";
import { columnKey, groupedBy } from "../grouping.js";
import type { ColumnAttributesRow } from "../kinds/columns.js";
import { describeExtra } from "./extras.js";
import {
  expectedPrivileges,
  type OwnedRow,
  privilegeChanges,
  type PrivilegedKind,
} from "./privileges.js";

export function catalogAttributes(rows: CatalogRows): CatalogAttributes {
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
  const columnAttributes = (row: ColumnAttributesRow): Attributed => {
    const { notNullName, ...attributes } = row.attributes;
    // The query knows the usual name only where PostgreSQL need not cut it.
    const isUsual = notNullName === usualNotNullName({ name: row.tableName }, row.name);
    return attributed({
      ...attributes,
      notNullName: isUsual ? undefined : notNullName,
      privileges: privilegeChanges([], row.acl ?? [], row.owner),
    });
  };
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
