/** The names by which effects speak of objects, and the keys of what an object consists of. */
import { nameKey } from "../../schema/identifiers.js";
import { keyOf, type ObjectRef } from "../../schema/object-ref.js";
import type {
  CheckConstraint,
  Column,
  DataType,
  ForeignKey,
  Index,
  QualifiedName,
  Table,
} from "../../schema/types.js";

export const key = {
  namespace: (name: string) => `schema ${name}`,
  role: (name: string) => `role ${name}`,
  type: (name: QualifiedName) => `type ${nameKey(name)}`,
  /** Tables, views, sequences and indexes share one space of names per schema. */
  relation: (name: QualifiedName) => `relation ${nameKey(name)}`,
  column: (table: QualifiedName, column: string) => `column ${nameKey(table)}\0${column}`,
  constraint: (table: QualifiedName, name: string) => `constraint ${nameKey(table)}\0${name}`,
  policy: (table: QualifiedName, name: string) => `policy ${nameKey(table)}\0${name}`,
  /** What a foreign key leans on: that some columns are unique. */
  unique: (table: QualifiedName, columns: readonly string[]) =>
    `unique ${nameKey(table)}\0${[...columns].sort().join("\0")}`,
  /**
   * That a key on these columns has gone, and that none has come yet. Where there are several,
   * PostgreSQL picks one for a foreign key, which must be one that stays.
   */
  uniqueGone: (table: QualifiedName, columns: readonly string[]) =>
    `gone ${key.unique(table, columns)}`,
  uniqueToCome: (table: QualifiedName, columns: readonly string[]) =>
    `to come ${key.unique(table, columns)}`,
  /** A table has one only, whatever they are called: the old one goes before the new one comes. */
  onlyPrimary: (table: QualifiedName) => `only primary key ${nameKey(table)}`,
  rowSecurity: (table: QualifiedName) => `rls ${nameKey(table)}`,
  /**
   * All columns of a table as one thing, which every change of a column alters: an expression may
   * mention any of them.
   */
  columns: (table: QualifiedName) => `columns ${nameKey(table)}`,
};

/** The key of an object. */
export function refKey(object: ObjectRef): string {
  switch (object.kind) {
    case "schema":
      return key.namespace(object.name);
    case "role":
      return key.role(object.name);
    case "enum":
      return key.type(object);
    case "enumValue":
      return key.type(object.enum);
    case "column":
      return key.column(object.table, object.name);
    case "constraint":
      return key.constraint(object.table, object.name);
    case "policy":
      return key.policy(object.table, object.name);
    case "extension":
      return keyOf(object);
    default:
      return key.relation(object);
  }
}

export function tableKeys(table: Table): readonly string[] {
  return [
    key.relation(table),
    // Every table has a type of its name.
    key.type(table),
    key.rowSecurity(table),
    ...table.columns.flatMap((column) => columnKeys(table, column)),
    ...(table.primaryKey ? uniqueKeys(table, table.primaryKey) : []),
    ...table.uniqueConstraints.flatMap((unique) => uniqueKeys(table, unique)),
    ...table.checks.map((check: CheckConstraint) => key.constraint(table, check.name)),
    ...table.indexes.flatMap((index) => indexKeys(table, index)),
    ...table.policies.map((policy) => key.policy(table, policy.name)),
  ];
}

export function columnKeys(table: QualifiedName, column: Column): readonly string[] {
  const sequence =
    column.serial?.sequence ??
    (column.identity?.sequenceName === undefined
      ? undefined
      : { schema: table.schema, name: column.identity.sequenceName });
  const own = key.column(table, column.name);
  return sequence === undefined ? [own] : [own, key.relation(sequence)];
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

export function indexColumns(index: Index): readonly string[] {
  return [
    ...index.keys.flatMap((part) => (part.column === undefined ? [] : [part.column])),
    ...(index.include ?? []),
  ];
}

export function expressionKeys(table: QualifiedName, index: Index): readonly string[] {
  const hasExpression =
    index.where !== undefined || index.keys.some((part) => part.expression !== undefined);
  return hasExpression ? [key.columns(table)] : [];
}

export function indexKeys(table: QualifiedName, index: Index): readonly string[] {
  const own = key.relation({ schema: table.schema, name: index.name });
  const keys = index.keys.flatMap((part) => (part.column === undefined ? [] : [part.column]));
  return index.unique ? [own, key.unique(table, keys)] : [own];
}
