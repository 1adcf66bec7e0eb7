import type { Attributes } from "../../schema/attributes.js";
import type { CatalogScope } from "../scope.js";
import { tablesInScope } from "../scope.js";
import { optionsObject } from "./relations.js";

/** An index that its definition would not give back whole. */
export interface IndexAttributesRow {
  readonly oid: number;
  /** The constraint that it stands behind. */
  readonly constraint: number | null;
  readonly attributes: Attributes;
}

/**
 * Few indexes have any of it, so those are found first: a join of all indexes takes longer. The
 * options of an index that stands behind no constraint are in its definition, its comment is its own.
 */
export function indexAttributesQuery(scope: CatalogScope): string {
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
}

/** Few of all have anything to give back. */
const oddIndexes = `select i.indexrelid as oid from pg_index i where i.indisclustered or i.indisreplident
      union select ic.oid from pg_class ic
        where ic.relkind = 'i' and (ic.reltablespace <> 0 or ic.reloptions is not null)
      union select a.attrelid from pg_attribute a where a.attstattarget > -1 and a.attnum > 0
      union select d.objoid from pg_description d
        where d.classoid = 'pg_class'::regclass and d.objsubid = 0`;

/** Those of a few tables are quicker found than the odd ones among all. */
function indexesOf({ relation }: CatalogScope): string {
  return `select i.indexrelid as oid from pg_index i where ${relation("i.indrelid")}`;
}
