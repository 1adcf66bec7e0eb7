/** What its definition alone does not give back to an object, by the object's identifier. */
import type { Extra, Restorable, ViewColumn } from "../../schema/types.js";
import { columnKey, groupedBy } from "../grouping.js";
import {
  columnStatements,
  notNullStatements,
  type ColumnAttributesRow,
  type NotNullRow,
} from "./columns.js";
import { describeExtra, type ExtraRow } from "./extras.js";
import { indexStatements, type IndexAttributesRow } from "./indexes.js";
import { expectedPrivileges, type DefaultPrivilegesRow } from "./privileges.js";
import { relationStatements, type RelationAttributesRow } from "./relations.js";
import {
  namespaceStatements,
  typeStatements,
  type NamespaceAttributesRow,
  type TypeAttributesRow,
} from "./types-and-schemas.js";

export interface RestoreRows {
  readonly defaultPrivileges: readonly DefaultPrivilegesRow[];
  readonly relationAttributes: readonly RelationAttributesRow[];
  readonly columnAttributes: readonly ColumnAttributesRow[];
  readonly notNulls: readonly NotNullRow[];
  readonly indexAttributes: readonly IndexAttributesRow[];
  readonly extras: readonly ExtraRow[];
  readonly typeAttributes: readonly TypeAttributesRow[];
  readonly namespaceAttributes: readonly NamespaceAttributesRow[];
}

/** Each is to be spread into a description: empty where there is nothing to give back. */
export interface Restores {
  relation(oid: number): Restorable;
  column(table: number, number: number): Restorable;
  viewColumns(view: number): { readonly columns?: readonly ViewColumn[] };
  index(oid: number): Restorable;
  /** Of the index behind a constraint. */
  constraint(oid: number): Restorable;
  extras(relation: number): { readonly extras?: readonly Extra[] };
  type(oid: number): Restorable;
  namespace(oid: number): Restorable;
}

/** @param serverVersion `server_version_num` */
export function restoresOf(rows: RestoreRows, serverVersion: number): Restores {
  const expected = expectedPrivileges(rows.defaultPrivileges);
  const relations = statementsBy(
    rows.relationAttributes,
    (row) => row.oid,
    (row) => relationStatements(row, expected, serverVersion),
  );
  const columns = new Map<string, readonly string[]>();
  const add = (row: { table: number; number: number }, statements: readonly string[]): void => {
    const key = columnKey(row.table, row.number);
    columns.set(key, [...(columns.get(key) ?? []), ...statements]);
  };
  for (const row of rows.columnAttributes) add(row, columnStatements(row));
  for (const row of rows.notNulls) add(row, notNullStatements(row));
  const byRelation = groupedBy(rows.columnAttributes, (row) => row.table);
  const indexes = statementsBy(rows.indexAttributes, (row) => row.oid, indexStatements);
  const constraints = statementsBy(
    rows.indexAttributes.filter((row) => row.constraint !== null),
    (row) => row.constraint ?? 0,
    indexStatements,
  );
  const types = statementsBy(
    rows.typeAttributes,
    (row) => row.oid,
    (row) => typeStatements(row, expected),
  );
  const namespaces = statementsBy(
    rows.namespaceAttributes,
    (row) => row.oid,
    (row) => namespaceStatements(row, expected),
  );
  const extras = groupedBy(rows.extras, (row) => row.relation);
  return {
    relation: (oid) => restorable(relations.get(oid)),
    column: (table, number) => restorable(columns.get(columnKey(table, number))),
    viewColumns(view) {
      const found = byRelation.get(view);
      if (found === undefined) return {};
      return { columns: found.map((row) => ({ name: row.name, restore: columnStatements(row) })) };
    },
    index: (oid) => restorable(indexes.get(oid)),
    constraint: (oid) => restorable(constraints.get(oid)),
    extras(relation) {
      const found = extras.get(relation);
      if (found === undefined) return {};
      return {
        extras: found.map((row) =>
          describeExtra(row, indexes.get(row.oid) ?? constraints.get(row.oid) ?? []),
        ),
      };
    },
    type: (oid) => restorable(types.get(oid)),
    namespace: (oid) => restorable(namespaces.get(oid)),
  };
}

/** To be spread: nothing where there is nothing to restore. */
export function restorable(statements: readonly string[] | undefined): Restorable {
  return statements === undefined || statements.length === 0 ? {} : { restore: statements };
}

function statementsBy<R>(
  rows: readonly R[],
  key: (row: R) => number,
  statements: (row: R) => readonly string[],
): ReadonlyMap<number, readonly string[]> {
  return new Map(rows.map((row) => [key(row), statements(row)]));
}
