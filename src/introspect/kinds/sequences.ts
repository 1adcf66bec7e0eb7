import type { Sequence } from "../../schema/types.js";
import type { CatalogQuery } from "../scope.js";

export interface SequenceRow extends Pick<Sequence, "schema" | "name" | "type" | "options"> {
  readonly oid: number;
  /** As PostgreSQL prints it in an expression: qualified, quoted where it must be. */
  readonly printed: string;
  /** Whether a column owns it (`a`), or it is an identity's own (`i`). */
  readonly ownership: "a" | "i" | null;
  readonly ownerTable: number | null;
  readonly ownerColumn: number | null;
}

export const sequencesQuery: CatalogQuery<SequenceRow> = ({ namespace, sequence }) =>
  `select c.oid, n.nspname as schema, c.relname as name,
      quote_ident(n.nspname) || '.' || quote_ident(c.relname) as printed,
      format_type(s.seqtypid, null) as type,
      json_build_object('startWith', s.seqstart::text, 'increment', s.seqincrement::text,
        'minValue', s.seqmin::text, 'maxValue', s.seqmax::text, 'cache', s.seqcache::text,
        'cycle', s.seqcycle) as options,
      d.deptype as ownership, d.refobjid as "ownerTable", d.refobjsubid as "ownerColumn"
    from pg_sequence s
    join pg_class c on c.oid = s.seqrelid
    join pg_namespace n on n.oid = c.relnamespace and ${namespace}
    left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid
      and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
    where c.relpersistence <> 't' and ${sequence("s.seqrelid")}
    order by n.nspname, c.relname`;
