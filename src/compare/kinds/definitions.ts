/** Constraints and indexes as text. Equal if they differ only in name, comment and validity. */
import type { Constraint } from "../../operations/types.js";
import { nameKey } from "../../schema/identifiers.js";
import type { Deferral, ForeignKey, Index, IndexKey, Table } from "../../schema/types.js";

export function constraintDefinition({ type, constraint }: Constraint): string {
  return JSON.stringify([type, ...definition()]);

  function definition(): readonly unknown[] {
    switch (type) {
      case "primaryKey":
        return [constraint.columns, constraint.include ?? [], deferral(constraint)];
      case "uniqueConstraint": {
        const { columns, include = [], nullsNotDistinct } = constraint;
        return [columns, include, deferral(constraint), nullsNotDistinct];
      }
      case "check":
        return [constraint.expression, constraint.noInherit ?? false];
      case "foreignKey":
        return foreignKeyDefinition(constraint);
    }
  }
}

/** The order of the columns of a foreign key does not matter. */
function foreignKeyDefinition(foreignKey: ForeignKey): readonly unknown[] {
  const { columns, referencedColumns, referencedTable, onDelete, onUpdate } = foreignKey;
  const pairs = columns.map((column, index) => [column, referencedColumns[index] ?? ""]);
  return [
    pairs.sort(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0)),
    nameKey(referencedTable),
    onDelete,
    onUpdate,
    foreignKey.match ?? "simple",
    deferral(foreignKey),
  ];
}

function deferral({ deferrable = false, initiallyDeferred = false }: Deferral): string {
  if (initiallyDeferred) return "initially deferred";
  return deferrable ? "deferrable" : "";
}

/** The definition of an index, without operator classes that the catalog knows as the default. */
export function indexDefinitions(actual: Table, desired: Table): (index: Index) => string {
  const all = [...actual.indexes, ...desired.indexes];
  // Most tables need neither.
  let defaults: ReadonlySet<string> | undefined;
  let spelling: ((opclass: string) => string) | undefined;
  const opclass = (index: Index, part: IndexKey): string | undefined => {
    if (part.opclass === undefined) return undefined;
    defaults ??= defaultOperatorClasses(all);
    if (defaults.has(`${index.method} ${sortedBy(part)} ${part.opclass}`)) return undefined;
    spelling ??= operatorClassSpelling(all);
    return spelling(part.opclass);
  };
  return (index) =>
    JSON.stringify([
      index.unique,
      index.method,
      index.keys.map((part) => [
        sortedBy(part),
        part.order,
        part.nulls,
        opclass(index, part),
        collationName(part.collation),
      ]),
      index.include ?? [],
      index.nullsNotDistinct ?? false,
      index.where,
      Object.entries(index.with)
        .map(([name, value]) => [name, spelled(value)])
        .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
    ]);
}

function defaultOperatorClasses(indexes: readonly Index[]): ReadonlySet<string> {
  return new Set(
    indexes.flatMap(({ method, keys }) =>
      keys.flatMap((part) =>
        part.opclassIsDefault && part.opclass !== undefined
          ? [`${method} ${sortedBy(part)} ${part.opclass}`]
          : [],
      ),
    ),
  );
}

/**
 * Makes operator classes comparable. A catalog names the schema of an extension's operator class. A
 * model may leave it to the search path; then the schema is ignored.
 */
function operatorClassSpelling(indexes: readonly Index[]): (opclass: string) => string {
  const qualified = /^((?:"(?:[^"]|"")*"|[^".(])+)\.(?=[^(])/;
  const bare = new Set(
    indexes
      .flatMap(({ keys }) => keys.flatMap((part) => part.opclass ?? []))
      .filter((opclass) => !qualified.test(opclass))
      .map(operatorClassParameters),
  );
  return (opclass) => {
    const unqualified = operatorClassParameters(opclass.replace(qualified, ""));
    return bare.has(unqualified) ? unqualified : operatorClassParameters(opclass);
  };
}

/** `gist_trgm_ops (siglen='32')` and `gist_trgm_ops(siglen=32)` are equal. */
function operatorClassParameters(opclass: string): string {
  return opclass.replace(/\s*\((.*)\)$/, (_, parameters: string) => {
    const parts = parameters.split(",").map((parameter) => parameter.replaceAll(/[\s']/g, ""));
    return `(${parts.join(", ")})`;
  });
}

function sortedBy(part: IndexKey): string {
  return part.column === undefined ? `(${part.expression ?? ""})` : part.column;
}

/** `"pg_catalog"."C"` is `C`. `undefined` is the collation of the type. */
export function collationName(collation: string | undefined): string | undefined {
  const name = collation?.replaceAll(/"([^"]*)"/g, "$1").replace(/^pg_catalog\./, "");
  return name === "default" ? undefined : name;
}

/** Storage parameters of an index or a materialized view, or options of a view. */
export type Parameters = Readonly<Record<string, string>>;

/**
 * Whether both mean the same to PostgreSQL, considering spellings and default values.
 *
 * @param of the access method of an index, or the kind of view
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

/** `ON` and `yes` are `true`. */
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
 * Defaults that no setting of the server can change.
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-STORAGE-PARAMETERS
 * https://www.postgresql.org/docs/current/sql-createview.html
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
