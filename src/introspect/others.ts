/** What a database holds besides what is described: functions, types, extensions. */
import type { Connection } from "../database/connection.js";
import { textArray } from "./scope.js";
import { readInOneTrip } from "./session.js";

export interface OtherObject {
  readonly kind: "function" | "domain" | "type" | "extension" | "collation";
  /** For people, and the same for the same object of another database. */
  readonly name: string;
  /** Equal exactly where the objects are made in the same way. */
  readonly definition: string;
}

/** The objects in some schemas for which there are no operations, and all extensions. */
export async function readOtherObjects(
  connection: Connection,
  schemas: readonly string[],
): Promise<readonly OtherObject[]> {
  const [rows = []] = await readInOneTrip(connection, [], [otherObjectsQuery(schemas)]);
  return rows as unknown as readonly OtherObject[];
}

function otherObjectsQuery(schemas: readonly string[]): string {
  const part = ({ kind, from, definition }: Part): string => `
    select '${kind}' as kind, quote_ident(n.nspname) || '.' || x.name as name,
      ${definition} as definition
    from (${from}) x
    join pg_namespace n on n.oid = x.namespace and n.nspname = any (${textArray(schemas)})
    where not exists (select from pg_depend d
      where d.classid = x.catalog and d.objid = x.oid and d.deptype = 'e')`;
  const extensions = `
    select 'extension', quote_ident(extname), concat_ws(' ', extversion, n.nspname)
    from pg_extension join pg_namespace n on n.oid = extnamespace`;
  return `${[...parts.map(part), extensions].join("\n    union all")}\n    order by 1, 2`;
}

interface Part {
  readonly kind: Exclude<OtherObject["kind"], "extension">;
  /** Gives `catalog`, `oid`, `namespace` and `name`. */
  readonly from: string;
  readonly definition: string;
}

const typeColumns = `'pg_type'::regclass as catalog, t.oid, t.typnamespace as namespace,
        quote_ident(t.typname) as name`;

const parts: readonly Part[] = [
  {
    kind: "function",
    from: `select 'pg_proc'::regclass as catalog, oid, pronamespace as namespace, prokind,
        quote_ident(proname) || '(' || pg_get_function_identity_arguments(oid) || ')' as name
      from pg_proc`,
    definition: `case when x.prokind = 'a'
        then (select concat_ws(' ', aggtransfn, aggfinalfn, aggtranstype::regtype, agginitval)
          from pg_aggregate where aggfnoid = x.oid)
        else pg_get_functiondef(x.oid) end`,
  },
  {
    kind: "domain",
    from: `select ${typeColumns}, typbasetype, typtypmod, typnotnull, typdefault
      from pg_type t where typtype = 'd'`,
    definition: `concat_ws(' ', format_type(x.typbasetype, x.typtypmod), x.typnotnull, x.typdefault,
        (select string_agg(conname || ' ' || pg_get_constraintdef(oid), ' ' order by conname)
          from pg_constraint where contypid = x.oid))`,
  },
  {
    kind: "type",
    from: `select ${typeColumns}, t.typrelid
      from pg_type t left join pg_class c on c.oid = t.typrelid
      where t.typtype = 'r' or t.typtype = 'c' and c.relkind = 'c'`,
    definition: `concat_ws(' ',
        (select string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' order by attnum)
          from pg_attribute where attrelid = x.typrelid and attnum > 0 and not attisdropped),
        (select rngsubtype::regtype from pg_range where rngtypid = x.oid))`,
  },
  {
    kind: "collation",
    from: `select 'pg_collation'::regclass as catalog, oid, collnamespace as namespace,
        quote_ident(collname) as name, collprovider, collisdeterministic, collcollate, collctype
      from pg_collation`,
    definition: "concat_ws(' ', x.collprovider, x.collisdeterministic, x.collcollate, x.collctype)",
  },
];
