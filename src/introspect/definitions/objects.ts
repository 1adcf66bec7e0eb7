/** What there is in a database, and what uses what: enough to choose from, without definitions. */
import type { Connection, Row } from "../../database/connection.js";
import { type DatabaseObject, type DatabaseObjects, objectKinds, type ObjectUse } from "./types.js";

/** The first OID that is not PostgreSQL's own. https://www.postgresql.org/docs/current/system-catalog-initial-data.html */
const FIRST_OID = 16384;

/**
 * All objects of a database that neither PostgreSQL nor an extension brought, extensions as such,
 * and who uses whom. One round trip.
 *
 * @param connection Not inside a transaction.
 */
export async function readObjects(connection: Connection): Promise<DatabaseObjects> {
  const results = await connection.batch(
    `begin read only; set local jit = off; ${settingsQuery}; set local search_path = ''; ${objectsQuery}; ${dependQuery}; commit`,
  );
  const [, , [settings] = [], , objects = [], depend = []] = results;
  const known = objects.map(described);
  return {
    objects: known,
    uses: usesOf(known, depend),
    settings: texts(settings?.["settings"]),
    searchPath: text(settings?.["path"]),
  };
}

const named = (
  catalog: string,
  kind: string,
  name: string,
  rest: string,
  { schema = "null", body = "null" }: { readonly schema?: string; readonly body?: string } = {},
): string => `select '${catalog}' as catalog, o.oid, ${kind} as kind, ${schema}::text as schema,
    ${name}::text as name, ${body}::text as body
  from pg_catalog.${catalog} o ${rest}`;

const inSchema = { schema: "n.nspname" };
const namespace = (column: string): string =>
  `join pg_catalog.pg_namespace n on n.oid = o.${column}`;

/** What PostgreSQL makes by itself belongs to something with an internal dependency. */
const isMadeByItself = (catalog: string): string => `exists (select from pg_catalog.pg_depend i
  where i.classid = 'pg_catalog.${catalog}'::regclass and i.objid = o.oid and i.deptype = 'i')`;

const objectsQuery = `select * from (${[
  named("pg_namespace", "'schema'", "o.nspname", "where o.nspname = 'public' or o.oid >= 16384"),
  named("pg_extension", "'extension'", "o.extname", ""),
  named("pg_language", "'language'", "o.lanname", ""),
  named("pg_am", "'accessMethod'", "o.amname", ""),
  named("pg_collation", "'collation'", "o.collname", namespace("collnamespace"), inSchema),
  named(
    "pg_type",
    `case o.typtype when 'e' then 'enum' when 'd' then 'domain' when 'c' then 'compositeType'
      when 'r' then 'rangeType' else 'baseType' end`,
    "o.typname",
    `${namespace("typnamespace")}
      left join pg_catalog.pg_class c on c.oid = o.typrelid
      where (o.typtype in ('e', 'd', 'r', 'b') or c.relkind = 'c' or o.typtype = 'p' and not o.typisdefined)
        and not ${isMadeByItself("pg_type")}`,
    inSchema,
  ),
  named(
    "pg_proc",
    "case o.prokind when 'a' then 'aggregate' else 'function' end",
    "o.proname",
    `${namespace("pronamespace")} where not ${isMadeByItself("pg_proc")}`,
    { ...inSchema, body: "case when o.prokind <> 'a' then o.prosrc end" },
  ),
  named(
    "pg_operator",
    "'operator'",
    "o.oprname",
    `${namespace("oprnamespace")} where o.oprcode <> 0`,
    inSchema,
  ),
  named("pg_opfamily", "'operatorFamily'", "o.opfname", namespace("opfnamespace"), inSchema),
  named("pg_opclass", "'operatorClass'", "o.opcname", namespace("opcnamespace"), inSchema),
  named("pg_cast", "'cast'", "''", ""),
  named("pg_ts_parser", "'textSearchParser'", "o.prsname", namespace("prsnamespace"), inSchema),
  named(
    "pg_ts_template",
    "'textSearchTemplate'",
    "o.tmplname",
    namespace("tmplnamespace"),
    inSchema,
  ),
  named("pg_ts_dict", "'textSearchDictionary'", "o.dictname", namespace("dictnamespace"), inSchema),
  named(
    "pg_ts_config",
    "'textSearchConfiguration'",
    "o.cfgname",
    namespace("cfgnamespace"),
    inSchema,
  ),
  named(
    "pg_class",
    "case o.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materializedView' else 'table' end",
    "o.relname",
    `${namespace("relnamespace")} where o.relkind in ('r', 'p', 'f', 'v', 'm', 'S') and o.relpersistence <> 't'`,
    inSchema,
  ),
  named("pg_publication", "'publication'", "o.pubname", "where not o.puballtables"),
].join("\nunion all\n")}) o
  where (o.oid >= ${FIRST_OID} or o.catalog = 'pg_namespace') and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = ('pg_catalog.' || o.catalog)::regclass and d.objid = o.oid and d.deptype = 'e')
  order by o.oid`;

const dependQuery = `select d.classid::regclass::text as from_catalog, d.objid as from_oid,
    d.refclassid::regclass::text as to_catalog, d.refobjid as to_oid, d.deptype as type
  from pg_catalog.pg_depend d
  where d.objid >= ${FIRST_OID} and d.refobjid >= ${FIRST_OID}`;

const settingsQuery = `select coalesce((
      select pg_catalog.jsonb_agg(c order by s.setrole)
      from pg_catalog.pg_db_role_setting s, pg_catalog.unnest(s.setconfig) c
      where s.setdatabase = (select oid from pg_catalog.pg_database where datname = current_database())
        and s.setrole in (0, (select oid from pg_catalog.pg_roles where rolname = current_user))), '[]') as settings,
    pg_catalog.replace(pg_catalog.current_setting('search_path'), '"$user"',
      pg_catalog.quote_ident(current_user)) as path`;

function described(row: Row): DatabaseObject {
  const oid = text(row["oid"]);
  const schema = row["schema"];
  const body = row["body"];
  return {
    id: `${text(row["catalog"])} ${oid}`,
    // The query above makes the kinds.
    kind: objectKinds.find((one) => one === row["kind"]) ?? "baseType",
    oid,
    name: text(row["name"]),
    ...(typeof schema === "string" && { schema }),
    ...(typeof body === "string" && { body }),
  };
}

/**
 * `pg_depend` speaks of parts as well: a default, an index, a row type. What a part uses, its object
 * uses, and who uses a part or an extension's member uses the whole.
 */
function usesOf(objects: readonly DatabaseObject[], depend: readonly Row[]): readonly ObjectUse[] {
  const known = new Set(objects.map((one) => one.id));
  const wholes = new Map<string, string>();
  const edges = depend.map((row) => ({
    part: text(row["from_catalog"]),
    from: `${text(row["from_catalog"])} ${text(row["from_oid"])}`,
    to: `${text(row["to_catalog"])} ${text(row["to_oid"])}`,
    type: text(row["type"]),
  }));
  for (const { from, to, type } of edges)
    if (type === "e" || (!known.has(from) && !wholes.has(from) && /[aiS]/.test(type)))
      wholes.set(from, to);
  const wholeOf = (id: string): string | undefined => {
    let current: string | undefined = id;
    for (let depth = 0; current !== undefined && depth < 8; depth++) {
      if (known.has(current)) return current;
      current = wholes.get(current);
    }
    return undefined;
  };
  return edges.flatMap(({ from: part, to: target, part: catalog, type }) => {
    const from = wholeOf(part);
    const to = wholeOf(target);
    if (from === undefined || to === undefined || from === to || type === "e") return [];
    return [{ from, to, part: catalog }];
  });
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
