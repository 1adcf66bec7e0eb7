import { defined } from "../../defined.js";
import type {
  CheckConstraint,
  ForeignKey,
  PrimaryKey,
  UniqueConstraint,
} from "../../schema/types.js";
import { type CatalogQuery, isTable, type PartRow, tablesInScope } from "../scope.js";

/** By `contype`. Exclusion constraints have only their names here. */
export interface Constraints {
  readonly p: PrimaryKey;
  readonly u: UniqueConstraint;
  readonly f: ForeignKey;
  readonly c: CheckConstraint;
  readonly x: { readonly name: string };
}

export type ConstraintType = keyof Constraints;

export interface ConstraintRow<K extends ConstraintType = ConstraintType> extends PartRow<
  Constraints[K]
> {
  readonly type: K;
  /** Column numbers, like `include`. */
  readonly columns: readonly number[] | null;
  readonly include: readonly number[] | null;
  readonly enforced: boolean;
  readonly temporal: boolean;
  /** The columns of `ON DELETE SET NULL (…)`, if not all. */
  readonly setColumns: readonly number[] | null;
}

/**
 * PostgreSQL creates rows with a parent for partitions, and rows that are not local are inherited.
 * NOT NULL has rows since PostgreSQL 18, but belongs to the column.
 */
export const constraintsQuery: CatalogQuery<ConstraintRow> = (scope) => {
  const since = (version: number, sql: string, before: string): string =>
    scope.serverVersion >= version ? sql : before;
  return `select con.oid, con.conrelid as table, con.contype as type, to_json(con.conkey) as columns,
      case when i.indnatts > i.indnkeyatts then to_json((i.indkey::int2[])[i.indnkeyatts:]) end
        as include,
      ${since(180000, "con.conenforced", "true")} as enforced,
      ${since(180000, "con.conperiod", "false")} as temporal,
      ${since(150000, "to_json(con.confdelsetcols)", "null")} as "setColumns",
      json_strip_nulls(json_build_object(
        'name', con.conname,
        'nullsNotDistinct', case when con.contype = 'u'
          then ${since(150000, "i.indnullsnotdistinct", "false")} end,
        'expression', case when con.contype = 'c' then pg_get_expr(con.conbin, con.conrelid) end,
        'noInherit', case when con.contype = 'c' then nullif(con.connoinherit, false) end,
        'notValid', nullif(not con.convalidated, false),
        'deferrable', nullif(con.condeferrable, false),
        'initiallyDeferred', nullif(con.condeferred, false),
        'referencedTable', case when fc.oid is not null
          then json_build_object('schema', fn.nspname, 'name', fc.relname) end,
        'referencedIndex', case when fi.oid is not null
          then json_build_object('schema', fn.nspname, 'name', fi.relname) end,
        'onDelete', ${referentialAction("con.confdeltype")},
        'onUpdate', ${referentialAction("con.confupdtype")},
        'match', case con.confmatchtype when 'f' then 'full' end)) as described
    from ${tablesInScope(scope)}
    join pg_constraint con on con.conrelid = c.oid
    left join pg_index i on i.indexrelid = con.conindid and con.contype in ('p', 'u')
    left join pg_class fc on fc.oid = con.confrelid
    left join pg_namespace fn on fn.oid = fc.relnamespace
    left join pg_class fi on fi.oid = con.conindid and con.contype = 'f'
    where ${isTable} and con.contype in ('p', 'u', 'f', 'c', 'x')
      and con.conparentid = 0 and con.conislocal
    order by con.conrelid, con.conname`;
};

/** `confdeltype`: https://www.postgresql.org/docs/current/catalog-pg-constraint.html */
const referentialAction = (column: string): string =>
  `case ${column} when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade'
          when 'n' then 'set null' when 'd' then 'set default' end`;

/** The columns that a foreign key references, whose table may be out of scope. */
export const referencedColumnsQuery: CatalogQuery<{
  readonly constraint: number;
  readonly columns: readonly string[];
}> = (scope) =>
  `select con.oid as constraint, json_agg(a.attname order by k.ordinality) as columns
    from ${tablesInScope(scope)}
    join pg_constraint con on con.conrelid = c.oid
    cross join lateral unnest(con.confkey) with ordinality k (attnum, ordinality)
    join pg_attribute a on a.attrelid = con.confrelid and a.attnum = k.attnum
    where ${isTable} and con.contype = 'f' and con.conparentid = 0
    group by con.oid`;

/**
 * @param columnNames the table's columns by number
 * @param referencedColumns by the foreign key's identifier
 */
export function describeConstraint<K extends ConstraintType>(
  row: ConstraintRow<K>,
  columnNames: ReadonlyMap<number, string>,
  referencedColumns: ReadonlyMap<number, readonly string[]>,
): Constraints[K] {
  const names = (numbers: readonly number[] | null): readonly string[] | undefined =>
    numbers?.map((number) => columnNames.get(number) ?? "");
  return {
    ...row.described,
    ...defined({
      columns: row.type === "c" ? undefined : names(row.columns),
      include: names(row.include),
      referencedColumns: referencedColumns.get(row.oid),
    }),
  };
}
