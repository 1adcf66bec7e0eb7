/** The objects of a database, their dependencies, and how to create them elsewhere. */
import type { Connection } from "../../database/connection.js";
import { textArray } from "../scope.js";
import { readInOneTrip } from "../session.js";
import { type CatalogKind, type DefinitionSql, fromCatalog } from "./kind.js";
import { catalogKinds, type DatabaseObjectKind, objectKinds } from "./kinds.js";

/**
 * The first OID that is not PostgreSQL's own.
 * https://www.postgresql.org/docs/current/system-catalog-initial-data.html
 */
const FIRST_OID = 16384;

export interface DatabaseObject {
  /** The catalog and the OID in it: `pg_class 16385`. */
  readonly id: string;
  readonly kind: DatabaseObjectKind;
  readonly oid: string;
  /** Absent for objects outside of schemas. */
  readonly schema?: string;
  /** Empty for a cast. */
  readonly name: string;
  /** The text of a function, if it has one. */
  readonly body?: string;
}

/** One object depends on another. */
export interface ObjectUse {
  readonly from: string;
  readonly to: string;
  /** The catalog of the dependent part: `pg_attrdef` for a default, `pg_class` for a column. */
  readonly part: string;
}

export interface DatabaseObjects {
  readonly objects: readonly DatabaseObject[];
  readonly uses: readonly ObjectUse[];
  /** The settings of `ALTER DATABASE … SET` and `ALTER ROLE … IN DATABASE … SET`: `name=value`. */
  readonly settings: readonly string[];
  /** The current search path, with the role's name for `"$user"`. */
  readonly searchPath: string;
}

/** All objects and dependencies, except those of PostgreSQL and extensions, in one round trip. */
export async function readObjects(connection: Connection): Promise<DatabaseObjects> {
  const queries = [objectsQuery, dependQuery];
  const results = await readInOneTrip(connection, [settingsQuery], queries);
  // The compiler does not know what a query selects.
  const [[session], rows, edges] = results as unknown as [
    readonly Pick<DatabaseObjects, "settings" | "searchPath">[],
    readonly { readonly object: DatabaseObject }[],
    readonly Edge[],
  ];
  const objects = rows.map(({ object }) => object);
  return { settings: [], searchPath: "", ...session, objects, uses: usesOf(objects, edges) };
}

const isNoMember = (catalog: string): string => `not exists (select from pg_depend d
    where d.classid = ${catalog}::regclass and d.objid = o.oid and d.deptype = 'e')`;

const objectsQuery = `select json_strip_nulls(json_build_object('id', concat(o.catalog, ' ', o.oid),
      'kind', o.kind, 'oid', o.oid::text, 'schema', o.schema, 'name', o.name, 'body', o.body)) as object
  from (${objectKinds.map(objectsOfKind).join("\nunion all\n")}) o
  where (o.oid >= ${FIRST_OID} or o.catalog = 'pg_namespace') and ${isNoMember("o.catalog")}
  order by o.oid`;

function objectsOfKind(kind: DatabaseObjectKind): string {
  const { catalog, prefix, isInSchema, where, body = "null" } = catalogKinds[kind];
  return `select '${catalog}' as catalog, o.oid, '${kind}' as kind,
      ${isInSchema ? "n.nspname" : "null"}::text as schema,
      ${prefix === undefined ? "''" : `o.${prefix}name`}::text as name, ${body}::text as body
    from ${fromCatalog(catalogKinds[kind])} where ${where}`;
}

interface Edge extends ObjectUse {
  /** `pg_depend.deptype` */
  readonly type: string;
}

const dependQuery = `select d.classid::regclass::text as part, d.deptype as type,
    concat(d.classid::regclass, ' ', d.objid) as "from",
    concat(d.refclassid::regclass, ' ', d.refobjid) as "to"
  from pg_depend d
  where d.objid >= ${FIRST_OID} and d.refobjid >= ${FIRST_OID}`;

const settingsQuery = `select coalesce((
      select pg_catalog.jsonb_agg(c order by s.setrole)
      from pg_catalog.pg_db_role_setting s, pg_catalog.unnest(s.setconfig) c
      where s.setdatabase = (select oid from pg_catalog.pg_database where datname = current_database())
        and s.setrole in (0, (select oid from pg_catalog.pg_roles where rolname = current_user))), '[]') as settings,
    pg_catalog.replace(pg_catalog.current_setting('search_path'), '"$user"',
      pg_catalog.quote_ident(current_user)) as "searchPath"`;

/** The dependencies of a part (a default, an index, a row type) count for its whole object. */
function usesOf(objects: readonly DatabaseObject[], edges: readonly Edge[]): readonly ObjectUse[] {
  const known = new Set(objects.map(({ id }) => id));
  const wholes = new Map<string, string>();
  for (const { from, to, type } of edges)
    if (type === "e" || (!known.has(from) && !wholes.has(from) && /[aiS]/.test(type)))
      wholes.set(from, to);
  const wholeOf = (id: string | undefined, depth = 0): string | undefined =>
    id === undefined || known.has(id)
      ? id
      : depth < 7
        ? wholeOf(wholes.get(id), depth + 1)
        : undefined;
  return edges.flatMap((edge) => {
    const from = wholeOf(edge.from);
    const to = wholeOf(edge.to);
    if (from === undefined || to === undefined || from === to || edge.type === "e") return [];
    return [{ from, to, part: edge.part }];
  });
}

/** The statements that create an object, or a part of one, elsewhere. */
interface Definition {
  readonly id: string;
  /** For people, as PostgreSQL names it: `function public.f(integer)`. */
  readonly label: string;
  readonly statements: readonly string[];
  /** To be run one by one if the statements fail; those that then fail are omitted. */
  readonly instead: readonly string[];
}

/**
 * The definitions of objects, roughly in the order in which they can be created, in one round trip.
 * Tables have no defaults, checks, foreign keys and policies; materialized views are tables;
 * publications have no tables.
 */
export async function readDefinitions(
  connection: Connection,
  objects: readonly DatabaseObject[],
): Promise<readonly Definition[]> {
  const parts = objectKinds.flatMap((name) => {
    const kind = catalogKinds[name];
    const oids = objects.filter((object) => object.kind === name).map(({ oid }) => oid);
    return oids.length === 0 ? [] : kind.definitions.map((sql) => ({ kind, oids, sql }));
  });
  if (parts.length === 0) return [];
  const queries = parts.map(({ kind, oids, sql }) => definitionsQuery(kind, sql, oids));
  const results = await readInOneTrip(connection, [], queries);
  return results.flat() as unknown as readonly Definition[];
}

function definitionsQuery(
  kind: CatalogKind,
  { create, further = "'{}'::text[]", instead = "'[]'::jsonb", ...sql }: DefinitionSql,
  oids: readonly string[],
): string {
  return `select concat('${kind.catalog} ', o.oid) as id,
      array_remove(array[${create}]::text[] || ${further}, null) as statements,
      ${instead} as instead,
      pg_describe_object('${kind.catalog}'::regclass, o.oid, 0) as label
    from ${fromCatalog(kind)} ${sql.joins ?? ""}
    where o.oid in (${oids.join(", ")}) and ${sql.where ?? "true"}
    order by ${sql.part ?? "o.oid"}, o.oid`;
}

export interface OtherObject {
  readonly kind: "function" | "domain" | "type" | "extension" | "collation";
  /** For people. The same object of another database has the same label. */
  readonly name: string;
  /** Equal if the objects are created in the same way. */
  readonly definition: string;
}

/** Objects of the given schemas that no operation can create, and all extensions. */
export async function readOtherObjects(
  connection: Connection,
  schemas: readonly string[],
): Promise<readonly OtherObject[]> {
  const parts = otherKinds.map(([kind, word]) => otherObjectsQuery(catalogKinds[kind], word));
  const query = `select * from (${parts.join(" union all ")}) o where schema = any (${textArray(schemas)})
    union all select 'extension', quote_ident(extname), concat_ws(' ', extversion, n.nspname), null
    from pg_extension join pg_namespace n on n.oid = extnamespace
    order by 1, 2`;
  const [rows = []] = await readInOneTrip(connection, [], [query]);
  return rows as unknown as readonly OtherObject[];
}

const otherKinds = [
  ["function", "function"],
  ["aggregate", "function"],
  ["domain", "domain"],
  ["compositeType", "type"],
  ["rangeType", "type"],
  ["collation", "collation"],
] as const;

function otherObjectsQuery(kind: CatalogKind, word: string): string {
  const { catalog, prefix, where, definitions } = kind;
  const { create, joins = "" } = definitions.at(-1) ?? { create: "null" };
  const parameters =
    catalog === "pg_proc" ? "|| '(' || pg_get_function_identity_arguments(o.oid) || ')'" : "";
  return `select '${word}' as kind,
      quote_ident(n.nspname) || '.' || quote_ident(o.${prefix}name)${parameters} as name,
      ${create} as definition,
      n.nspname as schema
    from ${fromCatalog(kind)} ${joins} where ${where} and ${isNoMember(`'${catalog}'`)}`;
}
