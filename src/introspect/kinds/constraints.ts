import { defined } from "../../defined.js";
import type {
  CheckConstraint,
  Deferral,
  ForeignKey,
  PrimaryKey,
  ReferentialAction,
  UniqueConstraint,
} from "../../schema/types.js";
import type { Attached } from "../attached.js";
import { type CatalogQuery, isTable, tablesInScope } from "../scope.js";

export interface ConstraintRow {
  readonly oid: number;
  readonly table: number;
  readonly name: string;
  /** `contype`: primary key, unique, foreign key, check, exclusion. */
  readonly type: "p" | "u" | "f" | "c" | "x";
  readonly columns: readonly number[] | null;
  readonly include: readonly number[] | null;
  readonly nullsNotDistinct: boolean | null;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly validated: boolean;
  readonly enforced: boolean;
  readonly temporal: boolean;
  readonly noInherit: boolean;
  readonly expression: string | null;
  readonly referencedSchema: string | null;
  readonly referencedTable: string | null;
  readonly referencedIndex: string | null;
  readonly onUpdate: string;
  readonly onDelete: string;
  readonly match: string;
  /** The columns of `ON DELETE SET NULL (…)`, when they are not all. */
  readonly setColumns: readonly number[] | null;
}

/**
 * A row with a parent was made by PostgreSQL for a partition; one that is not local came with
 * inheritance. NOT NULL, which has rows of its own since PostgreSQL 18, is the column's.
 */
export const constraintsQuery: CatalogQuery<ConstraintRow> = (scope) => {
  const since = (version: number, sql: string, before: string): string =>
    scope.serverVersion >= version ? sql : before;
  return `select con.oid, con.conrelid as table, con.conname as name, con.contype as type,
      to_json(con.conkey) as columns,
      case when i.indnatts > i.indnkeyatts then to_json((i.indkey::int2[])[i.indnkeyatts:]) end
        as include,
      ${since(150000, "i.indnullsnotdistinct", "false")} as "nullsNotDistinct",
      con.condeferrable as deferrable, con.condeferred as deferred,
      con.convalidated as validated,
      ${since(180000, "con.conenforced", "true")} as enforced,
      ${since(180000, "con.conperiod", "false")} as temporal,
      con.connoinherit as "noInherit",
      case when con.contype = 'c' then pg_get_expr(con.conbin, con.conrelid) end as expression,
      fn.nspname as "referencedSchema", fc.relname as "referencedTable",
      fi.relname as "referencedIndex",
      con.confupdtype as "onUpdate", con.confdeltype as "onDelete", con.confmatchtype as match,
      ${since(150000, "to_json(con.confdelsetcols)", "null")} as "setColumns"
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

/** The columns that a foreign key refers to, which may be out of scope. */
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

/** What the constraints of one table share. */
export interface ConstraintContext extends Attached {
  /** The table's columns by number. */
  readonly columnNames: ReadonlyMap<number, string>;
  /** By the foreign key's identifier. */
  readonly referencedColumns: ReadonlyMap<number, readonly string[]>;
}

export function describePrimaryKey(row: ConstraintRow, context: ConstraintContext): PrimaryKey {
  return defined({
    name: row.name,
    columns: names(row.columns, context),
    include: row.include === null ? undefined : names(row.include, context),
    ...deferral(row),
    ...context.comments.of("pg_constraint", row.oid),
    ...context.attributes.constraint(row.oid),
  });
}

export function describeUnique(row: ConstraintRow, context: ConstraintContext): UniqueConstraint {
  const nullsNotDistinct = row.nullsNotDistinct ?? false;
  return { ...describePrimaryKey(row, context), nullsNotDistinct };
}

export function describeCheck(
  row: ConstraintRow,
  { comments }: ConstraintContext,
): CheckConstraint {
  return defined({
    name: row.name,
    expression: row.expression ?? "",
    notValid: row.validated ? undefined : true,
    noInherit: row.noInherit ? true : undefined,
    ...comments.of("pg_constraint", row.oid),
  });
}

export function describeForeignKey(row: ConstraintRow, context: ConstraintContext): ForeignKey {
  const schema = row.referencedSchema ?? "";
  const { referencedIndex: index } = row;
  return defined({
    name: row.name,
    columns: names(row.columns, context),
    referencedTable: { schema, name: row.referencedTable ?? "" },
    referencedColumns: context.referencedColumns.get(row.oid) ?? [],
    onDelete: referentialActions[row.onDelete] ?? "no action",
    onUpdate: referentialActions[row.onUpdate] ?? "no action",
    match: row.match === "f" ? "full" : undefined,
    notValid: row.validated ? undefined : true,
    referencedIndex: index === null ? undefined : { schema, name: index },
    ...deferral(row),
    ...context.comments.of("pg_constraint", row.oid),
  });
}

function names(numbers: readonly number[] | null, context: ConstraintContext): readonly string[] {
  return (numbers ?? []).map((number) => context.columnNames.get(number) ?? "");
}

function deferral(row: ConstraintRow): Deferral {
  if (!row.deferrable) return {};
  return row.deferred ? { deferrable: true, initiallyDeferred: true } : { deferrable: true };
}

/** https://www.postgresql.org/docs/current/catalog-pg-constraint.html: `confdeltype` */
const referentialActions: Readonly<Record<string, ReferentialAction>> = {
  a: "no action",
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
};
