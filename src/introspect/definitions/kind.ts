/** How the catalog describes a kind of object. `o` is the object's row, `n` its schema's. */

export interface CatalogKind {
  readonly catalog: string;
  /** The prefix of the catalog's columns. Absent if the objects have no name. */
  readonly prefix?: string;
  readonly isInSchema: boolean;
  /** The condition for rows of this kind. */
  readonly where: string;
  /** The SQL text of a function. */
  readonly body?: string;
  readonly definitions: readonly DefinitionSql[];
}

export interface DefinitionSql {
  /** An expression: the statement that creates the object or part. */
  readonly create: string;
  /** An expression: an array of statements that follow it. */
  readonly further?: string;
  /** An expression: an array of statements to run one by one if `create` fails. */
  readonly instead?: string;
  readonly joins?: string;
  /** The condition for objects that have this part. Default: all. */
  readonly where?: string;
  /** The OID of the part, which determines its order. Default: the object's. */
  readonly part?: string;
}

/** A kind of object in a schema. A definition that is a string is its `create`. */
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

/** The qualified name of an object of another catalog: `nameOf("pg_collation", "coll", oid)`. */
export const nameOf = (catalog: string, prefix: string, oid: string, where = "true"): string =>
  `(select format('%I.%I', xn.nspname, x.${prefix}name) from ${catalog} x
    join pg_namespace xn on xn.oid = x.${prefix}namespace where x.oid = ${oid} and ${where})`;

/** ` COLLATE …`, unless it is the type's own. */
export const collate = (collation: string, type: string): string =>
  `' COLLATE ' || ${nameOf("pg_collation", "coll", collation, `x.oid <> (select typcollation from pg_type where oid = ${type})`)}`;

export const routine = (column: string): string => `nullif(${column}::oid, 0)::regproc`;

export const type = (column: string): string => `format_type(nullif(${column}, 0), null)`;

/** An internal dependency means that PostgreSQL created the object itself, as part of another. */
export const isMadeByHand = (catalog: string): string => `not exists (select from pg_depend i
  where i.classid = '${catalog}'::regclass and i.objid = o.oid and i.deptype = 'i')`;
