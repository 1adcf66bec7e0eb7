import * as dataTypes from "./data-types.js";
import { outsideSchemas } from "./kind.js";
import * as relations from "./relations.js";
import * as routines from "./routines.js";
import * as textSearch from "./text-search.js";

const extensions = outsideSchemas("pg_extension", "ext", "true", {
  create:
    "case when en.nspname !~ '^pg_' then format('CREATE SCHEMA IF NOT EXISTS %I', en.nspname) end",
  further: "array[format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA %I', o.extname, en.nspname)]",
  joins: "join pg_namespace en on en.oid = o.extnamespace",
});

/** Every kind of object, roughly in the order in which they can be created. */
export const catalogKinds = {
  schema: outsideSchemas(
    "pg_namespace",
    "nsp",
    "(o.nspname = 'public' or o.oid >= 16384)",
    "format('CREATE SCHEMA IF NOT EXISTS %I', o.nspname)",
  ),
  extension: extensions,
  language: outsideSchemas(
    "pg_language",
    "lan",
    "true",
    `format('CREATE %sLANGUAGE %I HANDLER %s', case when o.lanpltrusted then 'TRUSTED ' end, o.lanname,
      concat_ws(' ', o.lanplcallfoid::regproc, 'INLINE ' || nullif(o.laninline, 0)::regproc,
        'VALIDATOR ' || nullif(o.lanvalidator, 0)::regproc))`,
  ),
  accessMethod: outsideSchemas(
    "pg_am",
    "am",
    "true",
    `format('CREATE ACCESS METHOD %I TYPE %s HANDLER %s', o.amname,
      case o.amtype when 'i' then 'INDEX' else 'TABLE' end, o.amhandler)`,
  ),
  collation: dataTypes.collations,
  enum: dataTypes.enums,
  domain: dataTypes.domains,
  compositeType: dataTypes.compositeTypes,
  rangeType: dataTypes.rangeTypes,
  baseType: dataTypes.baseTypes,
  function: routines.functions,
  aggregate: routines.aggregates,
  operator: routines.operators,
  operatorFamily: routines.operatorFamilies,
  operatorClass: routines.operatorClasses,
  cast: routines.casts,
  textSearchParser: textSearch.textSearchParsers,
  textSearchTemplate: textSearch.textSearchTemplates,
  textSearchDictionary: textSearch.textSearchDictionaries,
  textSearchConfiguration: textSearch.textSearchConfigurations,
  sequence: relations.sequences,
  table: relations.tables,
  view: relations.views,
  materializedView: relations.materializedViews,
  publication: outsideSchemas(
    "pg_publication",
    "pub",
    "not o.puballtables",
    "format('CREATE PUBLICATION %I', o.pubname)",
  ),
};

export type DatabaseObjectKind = keyof typeof catalogKinds;

export const objectKinds = Object.keys(catalogKinds) as readonly DatabaseObjectKind[];
