/** How the catalog describes a kind of object. In all SQL here `o` is the object's row, `n` that of its schema. */

export interface CatalogKind {
  readonly catalog: string;
  /** What the names of the catalog's columns begin with; absent where objects have no name. */
  readonly prefix?: string;
  readonly isInSchema: boolean;
  /** Which rows of the catalog are of this kind. */
  readonly where: string;
  /** The text of a function. */
  readonly body?: string;
  readonly definitions: readonly DefinitionSql[];
}

export interface DefinitionSql {
  /** An expression: the statement that creates the object, or a part of it. */
  readonly create: string;
  /** An expression: an array of statements that follow. */
  readonly further?: string;
  /** An expression: an array of statements to run one by one if `create` is refused. */
  readonly instead?: string;
  readonly joins?: string;
  /** Which objects have this part. Default: all. */
  readonly where?: string;
  /** The OID of the part, by which parts are ordered. Default: the object's. */
  readonly part?: string;
}

/** A kind of object in a schema. A definition that is a text is its `create`. */
export function inSchema(
  catalog: string,
  prefix: string,
  where: string,
  ...definitions: readonly (string | DefinitionSql)[]
): CatalogKind {
  return { ...outsideSchemas(catalog, prefix, where, ...definitions), isInSchema: true };
}

export function outsideSchemas(
  catalog: string,
  prefix: string,
  where: string,
  ...definitions: readonly (string | DefinitionSql)[]
): CatalogKind {
  const complete = definitions.map((sql) => (typeof sql === "string" ? { create: sql } : sql));
  return { catalog, prefix, isInSchema: false, where, definitions: complete };
}

export function fromCatalog({ catalog, prefix, isInSchema }: CatalogKind): string {
  return `${catalog} o${isInSchema ? ` join pg_namespace n on n.oid = o.${prefix}namespace` : ""}`;
}

/** The qualified name of what another catalog holds: `nameOf("pg_collation", "coll", oid)`. */
export const nameOf = (catalog: string, prefix: string, oid: string, where = "true"): string =>
  `(select format('%I.%I', xn.nspname, x.${prefix}name) from ${catalog} x
    join pg_namespace xn on xn.oid = x.${prefix}namespace where x.oid = ${oid} and ${where})`;

/** ` COLLATE …`, if it is not the type's own. */
export const collate = (collation: string, type: string): string =>
  `' COLLATE ' || ${nameOf("pg_collation", "coll", collation, `x.oid <> (select typcollation from pg_type where oid = ${type})`)}`;

export const routine = (column: string): string => `nullif(${column}::oid, 0)::regproc`;

export const type = (column: string): string => `format_type(nullif(${column}, 0), null)`;

/** What belongs to something else by an internal dependency was made by PostgreSQL itself. */
export const isMadeByHand = (catalog: string): string => `not exists (select from pg_depend i
  where i.classid = '${catalog}'::regclass and i.objid = o.oid and i.deptype = 'i')`;
