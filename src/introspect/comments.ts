export interface CommentRow {
  readonly catalog: CommentedCatalog;
  readonly oid: number;
  /** The column's number, or 0. */
  readonly column: number;
  readonly text: string;
}

export type CommentedCatalog =
  "pg_class" | "pg_constraint" | "pg_namespace" | "pg_policy" | "pg_type";

/** All of the database's: there are few, and a join for each kind of object costs more. */
export function commentsQuery(): string {
  return `select d.classoid::regclass::text as catalog, d.objoid as oid, d.objsubid as column,
      d.description as text
    from pg_description d
    where d.classoid in ('pg_class'::regclass, 'pg_constraint'::regclass,
        'pg_namespace'::regclass, 'pg_policy'::regclass, 'pg_type'::regclass)
      and (d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass)`;
}

export interface Comments {
  /** To be spread into a description: empty where there is no comment. */
  of(catalog: CommentedCatalog, oid: number, column?: number): { readonly comment?: string };
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
