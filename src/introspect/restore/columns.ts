import { quoteIdentifier, quoteLiteral, quoteName } from "../../schema/identifiers.js";
import { nameNotNull, NAMED_NOT_NULLS } from "../../schema/not-null-names.js";
import { type CatalogScope, tablesInScope } from "../scope.js";
import { aclEntries, privilegeStatements, type AclEntry } from "./privileges.js";
import { optionPairs } from "./relations.js";

/** A column that its definition would not give back whole. */
export interface ColumnAttributesRow {
  readonly table: number;
  readonly number: number;
  readonly kind: "r" | "v" | "m";
  readonly schema: string;
  readonly tableName: string;
  readonly name: string;
  readonly storage: "p" | "e" | "m" | "x" | null;
  readonly compression: "p" | "l" | null;
  readonly target: number | null;
  readonly options: readonly string[] | null;
  readonly owner: string;
  readonly acl: readonly AclEntry[] | null;
  /** Of a view's column. */
  readonly default: string | null;
  /** Of a column of a view, which its description does not hold. */
  readonly comment: string | null;
}

export function columnAttributesQuery(scope: CatalogScope): string {
  const target = (column: string): string =>
    scope.serverVersion >= 170000 ? column : `nullif(${column}, -1)`;
  return `select a.attrelid as table, a.attnum as number, c.relkind as kind,
      n.nspname as schema, c.relname as "tableName", a.attname as name,
      case when a.attstorage <> t.typstorage then a.attstorage end as storage,
      nullif(a.attcompression, '') as compression, ${target("a.attstattarget")} as target,
      a.attoptions as options, pg_get_userbyid(c.relowner) as owner,
      case when a.attacl is not null then ${aclEntries("a.attacl", "c.relowner")} end as acl,
      case when c.relkind = 'v' then pg_get_expr(ad.adbin, ad.adrelid) end as default, d.description as comment
    from ${tablesInScope(scope)}
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef ad on c.relkind = 'v' and ad.adrelid = c.oid and ad.adnum = a.attnum
    left join pg_description d on c.relkind in ('v', 'm') and d.classoid = 'pg_class'::regclass
      and d.objoid = c.oid and d.objsubid = a.attnum
    where c.relkind in ('r', 'v', 'm') and not c.relispartition
      and (a.attstorage <> t.typstorage or a.attcompression <> ''
        or ${target("a.attstattarget")} is not null or a.attoptions is not null
        or a.attacl is not null or ad.oid is not null or d.objoid is not null)
    order by a.attrelid, a.attnum`;
}

export function columnStatements(row: ColumnAttributesRow): readonly string[] {
  const table = quoteName({ schema: row.schema, name: row.tableName });
  const alter = `ALTER ${words[row.kind]} ${table} ALTER COLUMN ${quoteIdentifier(row.name)}`;
  const { storage, compression, target } = row;
  const options = optionPairs(row.options);
  return [
    ...(storage === null ? [] : [`${alter} SET STORAGE ${storages[storage]}`]),
    ...(compression === null
      ? []
      : [`${alter} SET COMPRESSION ${compression === "l" ? "lz4" : "pglz"}`]),
    ...(target === null ? [] : [`${alter} SET STATISTICS ${target}`]),
    ...(options.length === 0 ? [] : [`${alter} SET (${options.join(", ")})`]),
    ...(row.default === null ? [] : [`${alter} SET DEFAULT ${row.default}`]),
    ...(row.acl === null
      ? []
      : privilegeStatements([], row.acl, row.owner, `TABLE ${table}`, row.name)),
    ...(row.comment === null
      ? []
      : [
          `COMMENT ON COLUMN ${table}.${quoteIdentifier(row.name)} IS ${quoteLiteral(row.comment)}`,
        ]),
  ];
}

const words = { r: "TABLE", v: "VIEW", m: "MATERIALIZED VIEW" } as const;

const storages = { p: "PLAIN", e: "EXTERNAL", m: "MAIN", x: "EXTENDED" } as const;

/** A NOT NULL that has another name than PostgreSQL gives it. */
export interface NotNullRow {
  readonly table: number;
  readonly number: number;
  readonly schema: string;
  readonly tableName: string;
  readonly column: string;
  readonly name: string;
}

/** Since PostgreSQL 18 a NOT NULL is a constraint with a name. */
export function notNullsQuery(scope: CatalogScope): string {
  const isOdd =
    scope.serverVersion >= NAMED_NOT_NULLS
      ? "con.conname <> c.relname || '_' || a.attname || '_not_null'"
      : "false";
  return `select c.oid as table, a.attnum as number, n.nspname as schema, c.relname as "tableName",
      a.attname as column, con.conname as name
    from ${tablesInScope(scope)}
    join pg_constraint con on con.conrelid = c.oid and con.contype = 'n' and con.conislocal
    join pg_attribute a on a.attrelid = c.oid and a.attnum = con.conkey[1]
    where c.relkind = 'r' and not c.relispartition and ${isOdd}`;
}

export function notNullStatements(row: NotNullRow): readonly string[] {
  return nameNotNull({ schema: row.schema, name: row.tableName }, row.column, row.name);
}
