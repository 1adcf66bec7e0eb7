import type { Sequence } from "../../schema/types.js";
import type { CatalogQuery } from "../scope.js";

export interface SequenceRow extends Pick<Sequence, "schema" | "name" | "type" | "options"> {
  readonly oid: number;
  /** The sequence of an identity or `serial` column, or another one that a column owns. */
  readonly role: "identity" | "serial" | "owned" | null;
  readonly ownerTable: number | null;
  readonly ownerColumn: number | null;
}

/**
 * The sequence of a `serial` column is owned by it, and is all that its default uses.
 * https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL
 */
export const sequencesQuery: CatalogQuery<SequenceRow> = ({ namespace, sequence }) =>
  `select c.oid, n.nspname as schema, c.relname as name, format_type(s.seqtypid, null) as type,
      json_build_object('startWith', s.seqstart::text, 'increment', s.seqincrement::text,
        'minValue', s.seqmin::text, 'maxValue', s.seqmax::text, 'cache', s.seqcache::text,
        'cycle', s.seqcycle) as options,
      case when d.deptype = 'i' then 'identity'
        when a.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
          and a.attgenerated = '' and pg_get_expr(ad.adbin, ad.adrelid) = 'nextval(''' || replace(
            quote_ident(n.nspname) || '.' || quote_ident(c.relname), '''', '''''') || '''::regclass)'
          then 'serial'
        when d.deptype = 'a' then 'owned' end as role,
      d.refobjid as "ownerTable", d.refobjsubid as "ownerColumn"
    from pg_sequence s
    join pg_class c on c.oid = s.seqrelid
    join pg_namespace n on n.oid = c.relnamespace and ${namespace}
    left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid
      and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
    left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    left join pg_attrdef ad on ad.adrelid = d.refobjid and ad.adnum = d.refobjsubid
    where c.relpersistence <> 't' and ${sequence("s.seqrelid")}
    order by n.nspname, c.relname`;
