/** The effects of operations on objects, as keys. The order of a plan depends only on these. */
import { keyOf, type ObjectRef, parseKey, refTo } from "../schema/object-ref.js";
import type { Column, DataType, ForeignKey, Index, QualifiedName, Table } from "../schema/types.js";

/** The objects that an operation … */
export interface Effects {
  /** … creates. */
  readonly creates: readonly string[];
  readonly drops: readonly string[];
  /** … changes in place. Operations that need them need the changed ones. */
  readonly alters: readonly string[];
  /** … needs in their final form. */
  readonly needs: readonly string[];
  /** … stops depending on, so that they can be changed or dropped afterwards. */
  readonly releases: readonly string[];
}

export function backwards(effects: Partial<Effects>): Partial<Effects> {
  const { creates = [], drops = [], alters = [], needs = [] } = effects;
  return { creates: drops.map(mirrored), drops: creates, alters, releases: needs.map(mirrored) };
}

/** A fact about a table that is not an object. */
const facet =
  (word: string) =>
  ({ schema, name }: QualifiedName, ...columns: readonly string[]): string =>
    [word, schema, name, ...columns].join("\0");

const ofUnique = (word: string) => (table: QualifiedName, columns: readonly string[]) =>
  facet(word)(table, ...[...columns].sort());

export const key = {
  namespace: (name: string) => keyOf({ kind: "schema", name }),
  role: (name: string) => keyOf({ kind: "role", name }),
  type: (name: QualifiedName) => keyOf(refTo("enum", name)),
  /** The tables, views, sequences and indexes of a schema share one namespace. */
  relation: (name: QualifiedName) => keyOf(refTo("table", name)),
  column: (table: QualifiedName, name: string) => keyOf({ kind: "column", table, name }),
  constraint: (table: QualifiedName, name: string) => keyOf({ kind: "constraint", table, name }),
  policy: (table: QualifiedName, name: string) => keyOf({ kind: "policy", table, name }),
  /** That some columns are unique, which a foreign key needs. */
  unique: ofUnique("unique"),
  /**
   * That a key on these columns is dropped, or not created yet. If there are several, PostgreSQL
   * picks one for a foreign key; it must be one that stays.
   */
  uniqueGone: ofUnique("uniqueGone"),
  uniqueToCome: ofUnique("uniqueToCome"),
  /** A table has only one primary key: the old one is dropped before the new one is created. */
  onlyPrimary: facet("onlyPrimary"),
  rowSecurity: facet("rowSecurity"),
  /** Any column of a table. Each change of a column alters it, and expressions need it. */
  columns: facet("columns"),
};

/** Reversed, a dropped key becomes one that is not created yet. */
function mirrored(text: string): string {
  const { word, path } = parseKey(text);
  const other = { uniqueGone: "uniqueToCome", uniqueToCome: "uniqueGone" }[word];
  return other === undefined ? text : [other, ...path].join("\0");
}

export function refKey(object: ObjectRef): string {
  switch (object.kind) {
    case "enumValue":
      return key.type(object.enum);
    case "view":
    case "materializedView":
    case "sequence":
    case "index":
      return key.relation(object);
    default:
      return keyOf(object);
  }
}

export function tableKeys(table: Table): readonly string[] {
  return [
    key.relation(table),
    // Every table has a type of the same name.
    key.type(table),
    key.rowSecurity(table),
    ...table.columns.flatMap((column) => columnKeys(table, column)),
    ...keysOf(table).flatMap((unique) => uniqueKeys(table, unique)),
    ...table.checks.map((check) => key.constraint(table, check.name)),
    ...table.indexes.flatMap((index) => indexKeys(table, index)),
    ...table.policies.map((policy) => key.policy(table, policy.name)),
  ];
}

export function keysOf(table: Pick<Table, "primaryKey" | "uniqueConstraints">) {
  const { primaryKey, uniqueConstraints } = table;
  return primaryKey === undefined ? uniqueConstraints : [primaryKey, ...uniqueConstraints];
}

export function columnKeys(
  table: QualifiedName,
  { name, serial, identity }: Column,
): readonly string[] {
  const { schema } = table;
  const sequence = identity?.sequenceName;
  const behind = serial?.sequence ?? (sequence === undefined ? [] : { schema, name: sequence });
  return [key.column(table, name), ...[behind].flat().map(key.relation)];
}

export function typeKeys(type: DataType): readonly string[] {
  return type.enum ? [key.type(type.enum)] : [];
}

export function columnsOf(table: QualifiedName, columns: readonly string[]): readonly string[] {
  return [key.relation(table), ...columns.map((column) => key.column(table, column))];
}

export function referencedKeys(foreignKey: ForeignKey): readonly string[] {
  return [
    ...columnsOf(foreignKey.referencedTable, foreignKey.referencedColumns),
    key.unique(foreignKey.referencedTable, foreignKey.referencedColumns),
  ];
}

export function uniqueKeys(
  table: QualifiedName,
  constraint: { readonly name: string; readonly columns: readonly string[] },
): readonly string[] {
  return [
    key.constraint(table, constraint.name),
    key.relation({ schema: table.schema, name: constraint.name }),
    key.unique(table, constraint.columns),
  ];
}

export function indexKeys(table: QualifiedName, index: Index): readonly string[] {
  const own = key.relation({ schema: table.schema, name: index.name });
  const keys = index.keys.flatMap(({ column }) => column ?? []);
  return index.unique ? [own, key.unique(table, keys)] : [own];
}
