/**
 * What stands on something according to `d`, a row of `pg_depend`: its kind and its names.
 * https://www.postgresql.org/docs/current/catalog-pg-depend.html
 */

/**
 * The dependent, the table or view `t` that it belongs to or is, and its schema `tn`. A view depends
 * through its rule and its columns, a default and a generated column through `pg_attrdef`.
 */
export const dependentJoins = `
    left join pg_attrdef ad on d.classid = 'pg_attrdef'::regclass and ad.oid = d.objid
    left join pg_constraint co on d.classid = 'pg_constraint'::regclass and co.oid = d.objid
      and co.conrelid <> 0
    left join pg_policy p on d.classid = 'pg_policy'::regclass and p.oid = d.objid
    left join pg_trigger g on d.classid = 'pg_trigger'::regclass and g.oid = d.objid
      and not g.tgisinternal
    left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
    left join pg_statistic_ext st on d.classid = 'pg_statistic_ext'::regclass and st.oid = d.objid
    left join pg_index i on d.classid = 'pg_class'::regclass and i.indexrelid = d.objid
    left join pg_class ix on ix.oid = i.indexrelid
    left join pg_proc f on d.classid = 'pg_proc'::regclass and f.oid = d.objid
    left join pg_type dt on d.classid = 'pg_type'::regclass and dt.oid = d.objid
    left join pg_class t on t.oid = coalesce(ad.adrelid, co.conrelid, p.polrelid, g.tgrelid,
      r.ev_class, st.stxrelid, i.indrelid,
      case when d.classid = 'pg_class'::regclass then d.objid end)
    left join pg_attribute a on a.attrelid = t.oid and i.indexrelid is null
      and a.attnum = coalesce(ad.adnum, case when d.classid = 'pg_class'::regclass then nullif(d.objsubid, 0) end)
    left join pg_namespace tn on tn.oid = coalesce(t.relnamespace, f.pronamespace, dt.typnamespace)`;

export const isView = `t.relkind in ('v', 'm') and i.indexrelid is null and g.oid is null
        and coalesce(r.rulename, '_RETURN') = '_RETURN'`;

/** The name of what belongs to a table or view. */
const part = `coalesce(case when t.relkind <> 'c' then a.attname end, co.conname, ix.relname,
        p.polname, g.tgname, st.stxname, nullif(r.rulename, '_RETURN'))`;

export const dependentColumns = `
      case when ${isView} then case t.relkind when 'm' then 'materializedView' else 'view' end
        when t.relkind = 'c' then 'type' when a.attname is not null then 'column'
        when co.contype = 'f' then 'foreignKey' when co.oid is not null then 'check'
        when ix.oid is not null then 'index' when p.oid is not null then 'policy'
        when g.oid is not null then 'trigger' when r.oid is not null then 'rule'
        when st.oid is not null then 'statistics' when t.relkind = 'S' then 'sequence'
        when t.oid is not null then 'table' when dt.typtype = 'e' then 'enum'
        when dt.oid is not null then 'type' else 'function' end as kind,
      coalesce(tn.nspname, '') as schema,
      case when not (${isView}) and ${part} is not null then t.relname end as table,
      coalesce(case when ${isView} then t.relname end, ${part}, t.relname, f.proname, dt.typname, '')
        as name`;
