/** Storage parameters and options of views, as far as they say the same in other words. */

export type Parameters = Readonly<Record<string, string>>;

/**
 * Whether two sets of parameters make no difference: PostgreSQL keeps a value as it was spelled, and
 * one that is what PostgreSQL takes anyway says nothing.
 *
 * @param of What has them: the access method of an index, or the kind of view.
 * @example sameParameters("btree", { fillfactor: "90" }, {}) // true
 */
export function sameParameters(of: string, a: Parameters, b: Parameters): boolean {
  const usual = defaults[of] ?? {};
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => {
    const value = ({ [name]: given }: Parameters): string | undefined =>
      spelled(given ?? usual[name]);
    return value(a) === value(b);
  });
}

/**
 * A value in one of its spellings.
 *
 * @example spelled("ON") // true
 */
export function spelled(value: string): string;
export function spelled(value: string | undefined): string | undefined;
export function spelled(value: string | undefined): string | undefined {
  const lower = value?.toLowerCase();
  if (lower === undefined) return undefined;
  if (["true", "on", "yes"].includes(lower)) return "true";
  if (["false", "off", "no"].includes(lower)) return "false";
  return value;
}

/**
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-STORAGE-PARAMETERS,
 * https://www.postgresql.org/docs/current/sql-createview.html: those that no setting of the server
 * can change.
 */
const defaults: Readonly<Record<string, Parameters>> = {
  btree: { fillfactor: "90", deduplicate_items: "true" },
  hash: { fillfactor: "75" },
  gist: { fillfactor: "90", buffering: "auto" },
  spgist: { fillfactor: "80" },
  gin: { fastupdate: "true" },
  brin: { pages_per_range: "128", autosummarize: "false" },
  view: { security_barrier: "false", security_invoker: "false" },
  materializedView: { fillfactor: "100", user_catalog_table: "false" },
};
