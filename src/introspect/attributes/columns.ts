import type { Attributes } from "../../schema/attributes.js";
import { NAMED_NOT_NULLS } from "../../schema/not-null-names.js";
import type { CatalogScope } from "../scope.js";
import { tablesInScope } from "../scope.js";
import { type AclEntry, aclEntries } from "./privileges.js";
import { optionsObject } from "./relations.js";

/** A column that its definition would not give back whole. */
export interface ColumnAttributesRow {
  readonly table: number;
  readonly number: number;
  readonly name: string;
  readonly attributes: Attributes;
  readonly owner: string;
  readonly acl: readonly AclEntry[] | null;
}

/** Since PostgreSQL 18 a NOT NULL is a constraint with a name, here only if it is not the usual. */
export function columnAttributesQuery(scope: CatalogScope): string {
  const { serverVersion } = scope;
  const target = serverVersion >= 170000 ? "a.attstattarget" : "nullif(a.attstattarget, -1)";
  return `select a.attrelid as table, a.attnum as number, a.attname as name,
      json_strip_nulls(json_build_object(
        'storage', case when a.attstorage <> t.typstorage then case a.attstorage
          when 'p' then 'PLAIN' when 'e' then 'EXTERNAL' when 'm' then 'MAIN' else 'EXTENDED' end end,
        'compression', case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end,
        'statistics', ${target}, 'options', ${optionsObject("a.attoptions")},
        'default', case when c.relkind = 'v' then pg_get_expr(ad.adbin, ad.adrelid) end,
        'comment', d.description, 'notNullName', nn.conname)) as attributes,
      pg_get_userbyid(c.relowner) as owner,
      case when a.attacl is not null then ${aclEntries("a.attacl", "c.relowner")} end as acl
    from ${tablesInScope(scope)}
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef ad on c.relkind = 'v' and ad.adrelid = c.oid and ad.adnum = a.attnum
    left join pg_description d on c.relkind in ('v', 'm') and d.classoid = 'pg_class'::regclass
      and d.objoid = c.oid and d.objsubid = a.attnum
    left join pg_constraint nn on ${String(serverVersion >= NAMED_NOT_NULLS)} and c.relkind = 'r'
      and nn.conrelid = c.oid and nn.contype = 'n' and nn.conislocal and nn.conkey[1] = a.attnum
      and nn.conname <> c.relname || '_' || a.attname || '_not_null'
    where c.relkind in ('r', 'v', 'm') and not c.relispartition
      and (a.attstorage <> t.typstorage or a.attcompression <> '' or ${target} is not null
        or a.attoptions is not null or a.attacl is not null
        or coalesce(ad.oid, d.objoid, nn.oid) is not null)
    order by a.attrelid, a.attnum`;
}
