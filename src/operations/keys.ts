/** What an operation does to which objects, as keys: all that the ordering knows. */
import { keyOf, type ObjectRef, refTo } from "../schema/object-ref.js";
import type { Column, DataType, ForeignKey, Index, QualifiedName, Table } from "../schema/types.js";

/** Which objects an operation … */
export interface Effects {
  /** … leaves behind that did not exist before. */
  readonly creates: readonly string[];
  readonly drops: readonly string[];
  /** … changes in place: what needs them needs the changed ones. */
  readonly alters: readonly string[];
  /** … needs in their final form while it runs. */
  readonly needs: readonly string[];
  /** … no longer depends on, so that they can be changed or dropped afterwards. */
  readonly releases: readonly string[];
}

export function backwards(effects: Partial<Effects>): Partial<Effects> {
  const { creates = [], drops = [], alters = [], needs = [] } = effects;
  return { creates: drops.map(mirrored), drops: creates, alters, releases: needs.map(mirrored) };
}

/** Something about a table that is no object of its own. */
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
  /** Tables, views, sequences and indexes share one space of names per schema. */
  relation: (name: QualifiedName) => keyOf(refTo("table", name)),
  column: (table: QualifiedName, name: string) => keyOf({ kind: "column", table, name }),
  constraint: (table: QualifiedName, name: string) => keyOf({ kind: "constraint", table, name }),
  policy: (table: QualifiedName, name: string) => keyOf({ kind: "policy", table, name }),
  /** That some columns are unique, which a foreign key needs. */
  unique: ofUnique("unique"),
  /**
   * That a key on these columns is dropped, and that none is created yet. Of several PostgreSQL
   * picks one for a foreign key, which must be one that stays.
   */
  uniqueGone: ofUnique("uniqueGone"),
  uniqueToCome: ofUnique("uniqueToCome"),
  /** A table has only one primary key: the old one is dropped before the new one is created. */
  onlyPrimary: facet("onlyPrimary"),
  rowSecurity: facet("rowSecurity"),
  /** Any column of a table: each change of a column alters it, and an expression needs it. */
  columns: facet("columns"),
};

/** Looked at backwards, what has gone is still to come. */
function mirrored(text: string): string {
  const [word = "", ...rest] = text.split("\0");
  const other = { uniqueGone: "uniqueToCome", uniqueToCome: "uniqueGone" }[word];
  return other === undefined ? text : [other, ...rest].join("\0");
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
    // Every table has a type of its name.
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
