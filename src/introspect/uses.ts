/** What makes PostgreSQL refuse to drop an enum, a sequence or a schema. */
import type { Connection } from "../database/connection.js";
import { quoteLiteral } from "../schema/identifiers.js";
import type { Dependency } from "../schema/object-ref.js";
import type { QualifiedName } from "../schema/types.js";
import {
  type DependencyRow,
  dependentColumns,
  dependentJoins,
  describeDependency,
  isView,
} from "./dependencies.js";
import { textArray } from "./scope.js";
import { readInOneTrip, type ReadOptions } from "./session.js";

/** One use of an enum or a sequence, or one object in a schema. */
export interface Use extends Dependency {
  /** In PostgreSQL's words: `function public.f(public.mood)`. */
  readonly description: string;
}

export interface Asked {
  readonly enums: readonly QualifiedName[];
  readonly sequences: readonly QualifiedName[];
  readonly schemas: readonly string[];
}

/**
 * Everything that uses the enums (or arrays of them) and sequences, and everything that the schemas
 * hold, but for what goes away by itself. One round trip.
 */
export async function readUses(
  connection: Connection,
  asked: Asked,
  options: ReadOptions,
): Promise<readonly Use[]> {
  const [rows = []] = await readInOneTrip(connection, [], [usesQuery(asked)], options);
  // What a query selects is not known to the compiler.
  return (rows as unknown as readonly UseRow[]).map(({ description, ...row }) => {
    const kind = row.kind === "materializedView" ? "view" : row.kind;
    return { ...describeDependency({ ...row, kind }), description };
  });
}

interface UseRow extends DependencyRow {
  readonly description: string;
}

function usesQuery({ enums, sequences, schemas }: Asked): string {
  return `select distinct x."onKind", x."onSchema", null as "onTable", x."onName", ${dependentColumns},
      case when ${isView} then pg_describe_object('pg_class'::regclass, t.oid, 0)
        else pg_describe_object(d.classid, d.objid, d.objsubid) end as description
    from (${enumsIn(enums)} union all ${sequencesIn(sequences)} union all ${schemasIn(schemas)}) x
    join pg_depend d on d.refclassid = x.class and d.refobjid = x.oid
      and d.deptype = 'n' and d.refobjsubid = 0
    ${dependentJoins}
    where not coalesce(t.relispartition, false)
      and not exists (select from pg_depend o where o.classid = d.classid and o.objid = d.objid
        and o.objsubid = 0 and o.deptype in ('a', 'i') and x."onKind" = 'schema'
        and o.refclassid = 'pg_class'::regclass)
      and (a.attname is null or a.attislocal)
    order by 1, 2, 4, description`;
}

function names(list: readonly QualifiedName[]): string {
  const rows = list.map(({ schema, name }) => `(${quoteLiteral(schema)}, ${quoteLiteral(name)})`);
  return `(values ${["(null, null)", ...rows].join(", ")}) named (schema, name)`;
}

function enumsIn(list: readonly QualifiedName[]): string {
  return `select 'enum' as "onKind", n.nspname::text as "onSchema", e.typname::text as "onName",
      'pg_type'::regclass as class, ty.oid
    from ${names(list)}
    join pg_namespace n on n.nspname = named.schema
    join pg_type e on e.typnamespace = n.oid and e.typname = named.name
    join pg_type ty on ty.oid in (e.oid, e.typarray)`;
}

function sequencesIn(list: readonly QualifiedName[]): string {
  return `select 'sequence', n.nspname, s.relname, 'pg_class'::regclass, s.oid
    from ${names(list)}
    join pg_namespace n on n.nspname = named.schema
    join pg_class s on s.relnamespace = n.oid and s.relname = named.name and s.relkind = 'S'`;
}

function schemasIn(list: readonly string[]): string {
  return `select 'schema', null, n.nspname, 'pg_namespace'::regclass, n.oid
    from pg_namespace n where n.nspname = any (${textArray(list)})`;
}
