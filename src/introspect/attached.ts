/** What the catalog keeps beside an object: its comment, its extension, and what attributes the rest. */
import type { CatalogQuery } from "./scope.js";
import type { Attributed, OptionalAttributes } from "../schema/attributes.js";
import type { Extra, ViewColumn } from "../schema/types.js";
import type { OwnedRow, PrivilegedKind } from "./attributes/privileges.js";

/** What all kinds of objects are described with. */
export interface Attached {
  readonly comments: Comments;
  readonly attributes: CatalogAttributes;
  readonly isExtensionMember: IsExtensionMember;
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

export interface CommentRow {
  readonly catalog: "pg_class" | "pg_constraint" | "pg_namespace" | "pg_policy" | "pg_type";
  readonly oid: number;
  /** The column's number, or 0. */
  readonly column: number;
  readonly text: string;
}

/** All of the database's: there are few, and a join for each kind of object costs more. */
export const commentsQuery: CatalogQuery<CommentRow> = () =>
  `select d.classoid::regclass::text as catalog, d.objoid as oid, d.objsubid as column,
      d.description as text
    from pg_description d
    where d.classoid in ('pg_class'::regclass, 'pg_constraint'::regclass,
        'pg_namespace'::regclass, 'pg_policy'::regclass, 'pg_type'::regclass)
      and (d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass)`;

export interface Comments {
  /** To be spread into a description: empty where there is no comment. */
  of(catalog: CommentRow["catalog"], oid: number, column?: number): { readonly comment?: string };
}

export function commentsOf(rows: readonly CommentRow[]): Comments {
  const texts = new Map(rows.map((row) => [`${row.catalog} ${row.oid} ${row.column}`, row.text]));
  return {
    of(catalog, oid, column = 0) {
      const comment = texts.get(`${catalog} ${oid} ${column}`);
      return comment === undefined ? {} : { comment };
    },
  };
}

/** An object that is an extension's to change. */
export interface ExtensionMemberRow {
  readonly catalog: "pg_class" | "pg_type" | "pg_namespace";
  readonly oid: number;
}

/** https://www.postgresql.org/docs/current/catalog-pg-depend.html: `deptype` `e` */
export const extensionMembersQuery: CatalogQuery<ExtensionMemberRow> = () =>
  `select d.classid::regclass::text as catalog, d.objid as oid
    from pg_depend d
    where d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
      and d.classid in ('pg_class'::regclass, 'pg_type'::regclass, 'pg_namespace'::regclass)`;

type IsExtensionMember = (catalog: ExtensionMemberRow["catalog"], oid: number) => boolean;

export function extensionMembers(rows: readonly ExtensionMemberRow[]): IsExtensionMember {
  const members = new Set(rows.map((row) => `${row.catalog} ${row.oid}`));
  return (catalog, oid) => members.has(`${catalog} ${oid}`);
}
