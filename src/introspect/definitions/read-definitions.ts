/** The statements that create chosen objects elsewhere. */
import type { Connection, Row } from "../../database/connection.js";
import {
  baseTypeDefinitions,
  collationDefinitions,
  compositeTypeDefinitions,
  domainDefinitions,
  enumDefinitions,
  rangeTypeDefinitions,
} from "./data-types.js";
import {
  type DefinitionQuery,
  sequenceDefinitions,
  tableDefinitions,
  uniqueDefinitions,
  viewDefinitions,
} from "./relations.js";
import {
  aggregateDefinitions,
  castDefinitions,
  functionDefinitions,
  operatorClassDefinitions,
  operatorDefinitions,
  operatorFamilyDefinitions,
  textSearchConfigurationDefinitions,
  textSearchDictionaryDefinitions,
  textSearchParserDefinitions,
  textSearchTemplateDefinitions,
} from "./routines.js";
import {
  type DatabaseObject,
  type DatabaseObjectKind,
  type Definition,
  objectKinds,
} from "./types.js";

const simple =
  (catalog: string, statements: string): DefinitionQuery =>
  (oids) =>
    `select o.oid, o.oid::int8 as part, array[${statements}] as statements, '[]'::jsonb as instead
      from pg_catalog.${catalog} o where o.oid in (${oids})`;

const queries: Readonly<Record<DatabaseObjectKind, readonly DefinitionQuery[]>> = {
  schema: [
    simple("pg_namespace", "pg_catalog.format('CREATE SCHEMA IF NOT EXISTS %I', o.nspname)"),
  ],
  extension: [
    (oids) => `select e.oid, e.oid::int8 as part,
        array_remove(array[
          case when n.nspname !~ '^pg_' then pg_catalog.format('CREATE SCHEMA IF NOT EXISTS %I', n.nspname) end,
          pg_catalog.format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA %I', e.extname, n.nspname)], null) as statements,
        '[]'::jsonb as instead
      from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
      where e.oid in (${oids})`,
  ],
  language: [
    simple(
      "pg_language",
      `pg_catalog.format('CREATE %sLANGUAGE %I HANDLER %s', case when o.lanpltrusted then 'TRUSTED ' end, o.lanname,
        pg_catalog.concat_ws(' ', o.lanplcallfoid::regproc, 'INLINE ' || nullif(o.laninline, 0)::regproc,
          'VALIDATOR ' || nullif(o.lanvalidator, 0)::regproc))`,
    ),
  ],
  accessMethod: [
    simple(
      "pg_am",
      `pg_catalog.format('CREATE ACCESS METHOD %I TYPE %s HANDLER %s', o.amname,
        case o.amtype when 'i' then 'INDEX' else 'TABLE' end, o.amhandler)`,
    ),
  ],
  collation: [collationDefinitions],
  enum: [enumDefinitions],
  domain: [domainDefinitions],
  compositeType: [compositeTypeDefinitions],
  rangeType: [rangeTypeDefinitions],
  baseType: [baseTypeDefinitions],
  function: [functionDefinitions],
  aggregate: [aggregateDefinitions],
  operator: [operatorDefinitions],
  operatorFamily: [operatorFamilyDefinitions],
  operatorClass: [operatorClassDefinitions],
  cast: [castDefinitions],
  textSearchParser: [textSearchParserDefinitions],
  textSearchTemplate: [textSearchTemplateDefinitions],
  textSearchDictionary: [textSearchDictionaryDefinitions],
  textSearchConfiguration: [textSearchConfigurationDefinitions],
  sequence: [sequenceDefinitions],
  table: [tableDefinitions, uniqueDefinitions],
  view: [viewDefinitions],
  materializedView: [tableDefinitions],
  publication: [simple("pg_publication", "pg_catalog.format('CREATE PUBLICATION %I', o.pubname)")],
};

/**
 * The definitions of the objects, roughly in an order in which they can be created: some may need
 * one that stands further back. Tables come without defaults, checks, foreign keys and policies,
 * materialized views as tables, publications without tables. One round trip.
 *
 * @param connection Not inside a transaction.
 */
export async function readDefinitions(
  connection: Connection,
  objects: readonly DatabaseObject[],
): Promise<readonly Definition[]> {
  const parts = objectKinds.flatMap((kind) => {
    const chosen = objects.filter((one) => one.kind === kind);
    if (chosen.length === 0) return [];
    const oids = chosen.map((one) => one.oid).join(", ");
    const catalog = chosen[0]?.id.split(" ")[0] ?? "";
    return queries[kind].map((query) => ({
      catalog,
      sql: `select q.*, pg_catalog.pg_describe_object('pg_catalog.${catalog}'::regclass, q.oid, 0) as label
        from (${query(oids, connection.serverVersion)}) q order by q.part, q.oid`,
    }));
  });
  if (parts.length === 0) return [];
  const results = await connection.batch(
    `begin read only; set local jit = off; set local search_path = ''; ${parts.map((one) => one.sql).join("; ")}; commit`,
  );
  return parts.flatMap(({ catalog }, index) =>
    (results[index + 3] ?? []).map((row) => definition(catalog, row)),
  );
}

function definition(catalog: string, row: Row): Definition {
  return {
    id: `${catalog} ${String(row["oid"])}`,
    label: String(row["label"]),
    statements: texts(row["statements"]),
    instead: texts(row["instead"]),
  };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
