import type { Extension } from "../../schema/types.js";
import type { CatalogQuery } from "../scope.js";

export type ExtensionRow = Required<Extension>;

/** All of the database's, without the language that every database has. */
export const extensionsQuery: CatalogQuery<ExtensionRow> = () =>
  `select e.extname as name, n.nspname as schema
    from pg_extension e
    join pg_namespace n on n.oid = e.extnamespace
    where e.extname <> 'plpgsql'
    order by e.extname`;

/** Those of interest; nothing where none are looked after. */
export function describeExtensions(
  rows: readonly ExtensionRow[],
  names: readonly string[] | undefined,
): { readonly extensions?: readonly Extension[] } {
  return names === undefined ? {} : { extensions: rows.filter(({ name }) => names.includes(name)) };
}
