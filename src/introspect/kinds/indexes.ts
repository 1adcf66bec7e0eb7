import { defined } from "../../defined.js";
import type { Attributes } from "../../schema/attributes.js";
import { printIdentifier, quoteLiteral } from "../../schema/identifiers.js";
import type { Index, IndexKey } from "../../schema/types.js";
import {
  type CatalogQuery,
  type CatalogScope,
  isTable,
  optionsObject,
  type PartRow,
  tablesInScope,
} from "../scope.js";

export interface IndexRow extends PartRow<Omit<Index, "keys" | "include">> {
  readonly valid: boolean;
  /** All expressions of the keys, printed as one list. */
  readonly expressions: string | null;
  /** The whole definition, only if it is needed to tell a key's collation. */
  readonly definition: string | null;
}

export interface IndexKeyRow {
  readonly index: number;
  /** The collation of an expression, if it is not the database's. */
  readonly described: IndexKey;
  /** What the definition has here if the key is not a column. */
  readonly printed: string | null;
  /** Absent for included columns. */
  readonly opclass: string | null;
  readonly opclassIsDefault: boolean | null;
  readonly parameters: Readonly<Record<string, string>> | null;
}

/** The index of a constraint is described with the constraint. */
const isOwnIndex = `not exists (select from pg_constraint con
      where con.conindid = i.indexrelid and con.contype in ('p', 'u', 'x'))`;

export const indexesQuery: CatalogQuery<IndexRow> = (scope) => {
  const nullsNotDistinct = scope.serverVersion >= 150000 ? "i.indnullsnotdistinct" : "false";
  return `select ic.oid, i.indrelid as table, i.indisvalid as valid,
      json_strip_nulls(json_build_object('name', ic.relname, 'unique', i.indisunique,
        'method', am.amname, 'nullsNotDistinct', nullif(${nullsNotDistinct}, false),
        'with', coalesce(${optionsObject("ic.reloptions")}, '{}'),
        'where', pg_get_expr(i.indpred, i.indrelid))) as described,
      pg_get_expr(i.indexprs, i.indrelid) as expressions,
      case when i.indexprs is not null
          and exists (select from unnest(i.indcollation::oid[]) k where k not in (0, 100))
        then pg_get_indexdef(i.indexrelid) end as definition
    from ${tablesInScope(scope)}
    join pg_index i on i.indrelid = c.oid
    join pg_class ic on ic.oid = i.indexrelid
    join pg_am am on am.oid = ic.relam
    where ${isTable} and ${isOwnIndex}
    order by i.indrelid, ic.relname`;
};

/** `indoption`: 1 means descending, 2 nulls first. Methods that cannot sort have neither. */
export const indexKeysQuery: CatalogQuery<IndexKeyRow> = (scope) =>
  `select i.indexrelid as index,
      json_strip_nulls(json_build_object('column', a.attname,
        'order', case k.option & 1 when 1 then 'desc' else 'asc' end,
        'nulls', case k.option & 2 when 2 then 'first' else 'last' end,
        'collation', quote_ident(con.nspname) || '.' || quote_ident(co.collname))) as described,
      case when k.attnum = 0 then pg_get_indexdef(i.indexrelid, k.ordinality::int, false) end
        as printed,
      case when opn.nspname <> 'pg_catalog' then quote_ident(opn.nspname) || '.' else '' end
        || quote_ident(op.opcname) as opclass,
      op.opcdefault as "opclassIsDefault",
      case when ia.attoptions is not null then ${optionsObject("ia.attoptions")} end as parameters
    from ${tablesInScope(scope)}
    join pg_index i on i.indrelid = c.oid
    cross join lateral
      unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[], i.indoption::int2[])
      with ordinality k (attnum, opclass, collated, option, ordinality)
    left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum and k.attnum <> 0
    left join pg_attribute ia on ia.attrelid = i.indexrelid and ia.attnum = k.ordinality
      and ia.attoptions is not null
    left join pg_opclass op on op.oid = k.opclass
    left join pg_namespace opn on opn.oid = op.opcnamespace
    left join pg_collation co on co.oid = k.collated
      and k.collated <> coalesce(a.attcollation, 100)
    left join pg_namespace con on con.oid = co.collnamespace
    where ${isTable} and ${isOwnIndex}
    order by i.indexrelid, k.ordinality`;

export function describeIndex(row: IndexRow, keyRows: readonly IndexKeyRow[]): Index {
  const included = keyRows.filter((key) => key.opclass === null);
  const keys = describeKeys(
    row,
    keyRows.filter((key) => key.opclass !== null),
  );
  const include = included.map((key) => key.described.column ?? "");
  return { ...row.described, keys, ...(include.length > 0 && { include }) };
}

/**
 * `pg_get_indexdef` puts parentheses around an expression unless it looks like a function call.
 * `pg_get_expr` prints all expressions as one list. Only both together give each one exactly.
 */
export function describeKeys(index: IndexRow, rows: readonly IndexKeyRow[]): readonly IndexKey[] {
  let expressions = index.expressions ?? "";
  let definition = afterText(index.definition ?? "", ` USING ${index.described.method} (`);
  return rows.map((row): IndexKey => {
    const { printed } = row;
    const { collation, ...key } = {
      ...row.described,
      opclass: printOperatorClass(row),
      opclassIsDefault: row.opclassIsDefault === true && row.parameters === null,
    };
    if (printed === null) return { ...key, ...defined({ collation }) };
    const expression = expressions.startsWith(printed) ? printed : printed.slice(1, -1);
    expressions = expressions.slice(expression.length + ", ".length);
    definition = afterText(definition, printed);
    // Only if it is not the expression's own.
    const isSaid = definition.startsWith(" COLLATE ");
    return { ...key, expression, ...defined({ collation: isSaid ? collation : undefined }) };
  });
}

function afterText(text: string, part: string): string {
  const at = text.indexOf(part);
  return at === -1 ? "" : text.slice(at + part.length);
}

/** Quotes a value that is not a plain word, as `pg_get_indexdef` does. */
function printOperatorClass(row: IndexKeyRow): string {
  const name = row.opclass ?? "";
  if (row.parameters === null) return name;
  const parameters = Object.entries(row.parameters).map(([key, value]) => {
    const plain = printIdentifier(value) === value;
    return `${printIdentifier(key)}=${plain ? value : quoteLiteral(value)}`;
  });
  return `${name}(${parameters.join(", ")})`;
}

/** An index with attributes that its definition lacks. */
export interface IndexAttributesRow {
  readonly oid: number;
  /** The constraint that the index implements. */
  readonly constraint: number | null;
  readonly attributes: Attributes;
}

/**
 * Few indexes have any, so those are found first. Only a constraint's index has its options here.
 */
export const indexAttributesQuery: CatalogQuery<IndexAttributesRow> = (scope) => {
  const ofConstraint = (value: string): string => `case when con.oid is not null then ${value} end`;
  return `select ic.oid, con.oid as constraint, json_strip_nulls(json_build_object(
        'tablespace', ts.spcname, 'options', ${ofConstraint(optionsObject("ic.reloptions"))},
        'keyStatistics', (select json_object_agg(a.attnum, a.attstattarget order by a.attnum)
          from pg_attribute a where a.attrelid = ic.oid and a.attstattarget > -1),
        'clustered', nullif(i.indisclustered, false),
        'replicaIdentity', case when i.indisreplident then 'index' end,
        'comment', ${ofConstraint("obj_description(ic.oid, 'pg_class')")})) as attributes
    from (${scope.isLimited ? indexesOf(scope) : oddIndexes}) odd
    join pg_index i on i.indexrelid = odd.oid
    join pg_class ic on ic.oid = odd.oid
    join (${tablesInScope(scope)}) on c.oid = i.indrelid
    left join pg_constraint con on con.conrelid = c.oid and con.conindid = ic.oid
      and con.contype in ('p', 'u', 'x')
    left join pg_tablespace ts on ts.oid = ic.reltablespace
    where c.relkind in ('r', 'm') and not c.relispartition`;
};

/** Few of all indexes have attributes, so those are found first. */
const oddIndexes = `select i.indexrelid as oid from pg_index i where i.indisclustered or i.indisreplident
      union select ic.oid from pg_class ic
        where ic.relkind = 'i' and (ic.reltablespace <> 0 or ic.reloptions is not null)
      union select a.attrelid from pg_attribute a where a.attstattarget > -1 and a.attnum > 0
      union select d.objoid from pg_description d
        where d.classoid = 'pg_class'::regclass and d.objsubid = 0`;

/** For a few tables, it is faster to read their indexes than to find all with attributes. */
function indexesOf({ relation }: CatalogScope): string {
  return `select i.indexrelid as oid from pg_index i where ${relation("i.indrelid")}`;
}
