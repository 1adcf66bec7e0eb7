import { dataTypes } from "./data-types.js";
import { type CatalogKind, outsideSchemas } from "./kind.js";
import { relations } from "./relations.js";
import { routines } from "./routines.js";
import { textSearchObjects } from "./text-search.js";

const extensions = outsideSchemas("pg_extension", "ext", "true", {
  create:
    "case when en.nspname !~ '^pg_' then format('CREATE SCHEMA IF NOT EXISTS %I', en.nspname) end",
  further: "array[format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA %I', o.extname, en.nspname)]",
  joins: "join pg_namespace en on en.oid = o.extnamespace",
});

/** Every kind of object, roughly in the order in which they can be created. */
const kinds = {
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
  ...dataTypes,
  ...routines,
  ...textSearchObjects,
  ...relations,
  publication: outsideSchemas(
    "pg_publication",
    "pub",
    "not o.puballtables",
    "format('CREATE PUBLICATION %I', o.pubname)",
  ),
};

export type DatabaseObjectKind = keyof typeof kinds;

export const catalogKinds: Readonly<Record<DatabaseObjectKind, CatalogKind>> = kinds;

export const objectKinds = Object.keys(kinds) as readonly DatabaseObjectKind[];
