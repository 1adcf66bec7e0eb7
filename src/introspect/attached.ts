/** What the catalog keeps with an object: its comment, and attributes that its definition lacks. */
import { defined } from "../defined.js";
import { type Attributed, attributed, type Attributes } from "../schema/attributes.js";
import { usualNotNullName } from "../schema/identifiers.js";
import type { Extra, ViewColumn } from "../schema/types.js";
import { describeExtra } from "./attributes/extras.js";
import { type OwnedRow, privilegeChanges, type PrivilegedKind } from "./attributes/privileges.js";
import type { CatalogRows } from "./catalog.js";
import type { ColumnAttributesRow } from "./kinds/columns.js";
import { groupedBy } from "./scope.js";

export type Attached = ReturnType<typeof attachedTo>;

/** To be spread into a description; empty if there are none. */
export interface Attachment extends Attributed {
  readonly comment?: string;
}

export function attachedTo(rows: CatalogRows) {
  const attachments = new Map<string, Map<number, Attachment>>();
  const attach = (catalog: string, oid: number, column: number, attachment: Attachment): void => {
    const own = attachments.get(catalog) ?? new Map<number, Attachment>();
    attachments.set(catalog, own);
    const key = keyOf(oid, column);
    own.set(key, { ...own.get(key), ...attachment });
  };
  const to = (catalog: string, oid: number, column = 0): Attachment =>
    attachments.get(catalog)?.get(keyOf(oid, column)) ?? nothing;
  const privilegesOf = (
    kind: PrivilegedKind,
    { schema, owner, acl }: OwnedRow,
  ): Attributes["privileges"] => {
    const expected = rows.defaultPrivileges.filter(
      (row) => row.kind === kind && (row.schema === null || row.schema === schema),
    );
    const byDefault = expected.flatMap(({ entries }) => entries ?? []);
    return privilegeChanges(byDefault, acl ?? [], owner);
  };
  for (const { catalog, oid, column, text } of rows.comments)
    attach(catalog, oid, column, { comment: text });
  for (const row of rows.relationAttributes) {
    const privileges = privilegesOf(row.kind === "S" ? "S" : "r", row);
    attach("pg_class", row.oid, 0, attributed({ ...row.attributes, privileges }));
  }
  for (const row of rows.columnAttributes)
    attach("pg_class", row.table, row.number, columnAttributes(row));
  for (const { oid, constraint, attributes } of rows.indexAttributes) {
    attach("pg_class", oid, 0, attributed(attributes));
    if (constraint !== null) attach("pg_constraint", constraint, 0, attributed(attributes));
  }
  const viewColumns = groupedBy(rows.columnAttributes, (row) => row.table);
  const extras = groupedBy(rows.extras, (row) => row.relation);
  const members = new Set(rows.extensionMembers.map(({ catalog, oid }) => `${catalog} ${oid}`));
  return {
    to,
    viewColumns: (view: number): readonly ViewColumn[] | undefined =>
      viewColumns.get(view)?.map((row) => ({ name: row.name, ...columnAttributes(row) })),
    extras: (relation: number): readonly Extra[] | undefined =>
      extras
        .get(relation)
        ?.map((row) =>
          describeExtra(row, defined({ attributes: to(row.catalog, row.oid).attributes })),
        ),
    /** The owner and the privileges of a type or schema. */
    ownership: (kind: PrivilegedKind, row: OwnedRow) => ({
      owner: row.owner ?? undefined,
      privileges: privilegesOf(kind, row),
    }),
    /** Whether an extension owns the object. */
    isExtensionMember: (catalog: string, oid: number): boolean =>
      members.size > 0 && members.has(`${catalog} ${oid}`),
  };
}

const nothing: Attachment = {};

/** A number, because every column is looked up; a table has at most 1,600. */
function keyOf(oid: number, column: number): number {
  return oid * 2_048 + column;
}

function columnAttributes(row: ColumnAttributesRow): Attributed {
  const { notNullName, ...attributes } = row.attributes;
  // The query knows the default name only if PostgreSQL need not shorten it.
  const isUsual = notNullName === usualNotNullName({ name: row.tableName }, row.name);
  return attributed({
    ...attributes,
    notNullName: isUsual ? undefined : notNullName,
    privileges: privilegeChanges([], row.acl ?? [], row.owner),
  });
}
