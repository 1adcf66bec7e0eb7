/** An object that belongs to an extension and is the extension's to change. */
export interface ExtensionMemberRow {
  readonly catalog: "pg_class" | "pg_type" | "pg_namespace";
  readonly oid: number;
}

/** https://www.postgresql.org/docs/current/catalog-pg-depend.html: `deptype` `e` */
export function extensionMembersQuery(): string {
  return `select d.classid::regclass::text as catalog, d.objid as oid
    from pg_depend d
    where d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
      and d.classid in ('pg_class'::regclass, 'pg_type'::regclass, 'pg_namespace'::regclass)`;
}

export type IsExtensionMember = (catalog: ExtensionMemberRow["catalog"], oid: number) => boolean;

export function extensionMembers(rows: readonly ExtensionMemberRow[]): IsExtensionMember {
  const members = new Set(rows.map((row) => `${row.catalog} ${row.oid}`));
  return (catalog, oid) => members.has(`${catalog} ${oid}`);
}
