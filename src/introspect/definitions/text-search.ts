/** https://www.postgresql.org/docs/current/textsearch-configuration.html */
import { type CatalogKind, inSchema, nameOf, routine } from "./kind.js";

const textSearch = (
  kind: string,
  prefix: string,
  catalog: string,
  parameters: string,
  further = "'{}'::text[]",
): CatalogKind =>
  inSchema(catalog, prefix, "true", {
    create: `format('CREATE TEXT SEARCH ${kind} %I.%I (%s)', n.nspname, o.${prefix}name, concat_ws(', ', ${parameters}))`,
    further,
  });

export const textSearchObjects = {
  textSearchParser: textSearch(
    "PARSER",
    "prs",
    "pg_ts_parser",
    `'START = ' || o.prsstart, 'GETTOKEN = ' || o.prstoken, 'END = ' || o.prsend,
    'LEXTYPES = ' || o.prslextype, 'HEADLINE = ' || ${routine("o.prsheadline")}`,
  ),
  textSearchTemplate: textSearch(
    "TEMPLATE",
    "tmpl",
    "pg_ts_template",
    `'INIT = ' || ${routine("o.tmplinit")}, 'LEXIZE = ' || o.tmpllexize`,
  ),
  textSearchDictionary: textSearch(
    "DICTIONARY",
    "dict",
    "pg_ts_dict",
    `'TEMPLATE = ' || ${nameOf("pg_ts_template", "tmpl", "o.dicttemplate")}, o.dictinitoption`,
  ),
  textSearchConfiguration: textSearch(
    "CONFIGURATION",
    "cfg",
    "pg_ts_config",
    `'PARSER = ' || ${nameOf("pg_ts_parser", "prs", "o.cfgparser")}`,
    `array(
    select format('ALTER TEXT SEARCH CONFIGURATION %I.%I ADD MAPPING FOR %I WITH %s', n.nspname, o.cfgname,
      (select alias from ts_token_type(o.cfgparser) where tokid = m.maptokentype),
      string_agg(${nameOf("pg_ts_dict", "dict", "m.mapdict")}, ', ' order by m.mapseqno))
    from pg_ts_config_map m where m.mapcfg = o.oid group by m.maptokentype)`,
  ),
};
