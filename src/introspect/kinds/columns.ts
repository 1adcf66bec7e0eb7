import { defined } from "../../defined.js";
import { attributed, type Attributes } from "../../schema/attributes.js";
import { NAMED_NOT_NULLS } from "../../schema/identifiers.js";
import { completeSequenceOptions, sequenceOptionKeys } from "../../schema/sequences.js";
import type { Column, QualifiedName } from "../../schema/types.js";
import type { Attached } from "../attached.js";
import { type AclEntry, aclEntries } from "../attributes/privileges.js";
import { type CatalogQuery, isTable, optionsObject, tablesInScope } from "../scope.js";
import type { SequenceRow } from "./sequences.js";

export interface ColumnRow {
  readonly table: number;
  /** `attnum`, which has gaps where columns were dropped. */
  readonly number: number;
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** The expression of the default or of the generated column. */
  readonly expression: string | null;
  readonly identity: "" | "a" | "d";
  readonly generated: "" | "s" | "v";
  readonly collation: string | null;
  /** The enum that the type is, or is an array of. */
  readonly enum: QualifiedName | null;
  readonly enumOid: number | null;
}

export const columnsQuery: CatalogQuery<ColumnRow> = (scope) =>
  `select a.attrelid as table, a.attnum as number, a.attname as name,
      format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "notNull",
      pg_get_expr(d.adbin, d.adrelid) as expression,
      a.attidentity as identity, a.attgenerated as generated,
      quote_ident(con.nspname) || '.' || quote_ident(co.collname) as collation,
      e.oid as "enumOid",
      case when e.oid is not null
        then json_build_object('schema', en.nspname, 'name', e.typname) end as enum
    from ${tablesInScope(scope)}
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    left join pg_collation co on co.oid = a.attcollation and a.attcollation <> t.typcollation
    left join pg_namespace con on con.oid = co.collnamespace
    left join pg_type el on t.typcategory = 'A' and el.oid = t.typelem
    -- Without statistics the planner takes enums for rare, and would try each with each column,
    -- were they asked for by typtype.
    left join pg_type e on e.oid =
      case when t.typtype = 'e' then t.oid when el.typtype = 'e' then el.oid end
    left join pg_namespace en on en.oid = e.typnamespace
    where ${isTable}
    order by a.attrelid, a.attnum`;

/** @param owned the sequences that the column owns; there can be several */
export function describeColumn(
  row: ColumnRow,
  owned: readonly SequenceRow[],
  attached: Attached,
): Column {
  const isOwnEnum = row.enumOid !== null && !attached.isExtensionMember("pg_type", row.enumOid);
  const ownEnum = isOwnEnum ? (row.enum ?? undefined) : undefined;
  const role = row.identity === "" ? "serial" : "identity";
  const behind = owned.find((sequence) => sequence.role === role);
  const { comment, attributes } = behind ? attached.to("pg_class", behind.oid) : {};
  return defined({
    name: row.name,
    type: defined({ sql: row.type, enum: ownEnum }),
    notNull: row.notNull,
    ...columnValue(row, behind),
    collation: row.collation ?? undefined,
    ...attached.to("pg_class", row.table, row.number),
    // The sequence of a column has no description of its own.
    sequenceAttributes: attributed({ ...attributes, comment }).attributes,
  });
}

function columnValue(
  row: ColumnRow,
  sequence: SequenceRow | undefined,
): Pick<Column, "default" | "serial" | "identity" | "generated"> {
  if (row.identity !== "" && sequence !== undefined) {
    const generation = row.identity === "a" ? "always" : "byDefault";
    const { name: sequenceName, options } = sequence;
    return { identity: { generation, sequenceName, options } };
  }
  if (row.expression === null) return {};
  if (row.generated !== "") {
    return { generated: { expression: row.expression, stored: row.generated === "s" } };
  }
  if (sequence === undefined) return { default: row.expression };
  const { schema, name, type, options } = sequence;
  const fresh = completeSequenceOptions({}, type);
  const isUsual =
    row.type === type && sequenceOptionKeys.every((option) => options[option] === fresh[option]);
  const unusual = isUsual ? undefined : { type, options };
  return { serial: defined({ sequence: { schema, name }, unusual }) };
}

/** A column with attributes that its definition lacks. */
export interface ColumnAttributesRow {
  readonly table: number;
  readonly number: number;
  readonly name: string;
  readonly tableName: string;
  readonly attributes: Attributes;
  readonly owner: string;
  readonly acl: readonly AclEntry[] | null;
}

/** Since PostgreSQL 18, NOT NULL has a name. It is here only if it is not the default name. */
export const columnAttributesQuery: CatalogQuery<ColumnAttributesRow> = (scope) => {
  const { serverVersion } = scope;
  const target = serverVersion >= 170000 ? "a.attstattarget" : "nullif(a.attstattarget, -1)";
  return `select a.attrelid as table, a.attnum as number, a.attname as name, c.relname as "tableName",
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
};
