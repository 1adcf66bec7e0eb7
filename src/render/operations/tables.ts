import { makeObjectName } from "../../schema/identifiers.js";
import type { TableOperation } from "../../operations/types.js";
import type { Index, PrimaryKey, QualifiedName, Table } from "../../schema/types.js";
import { opCall } from "../call.js";
import { columnBuilder } from "../columns/column.js";
import { columnKeys } from "../columns/keys.js";
import type { Imports } from "../imports.js";
import { expandedObject, objectName } from "../literals.js";
import { commentOf } from "./objects.js";
import { createCheckConstraint, createPrimaryKey, createUniqueConstraint } from "./constraints.js";
import { createIndex } from "./indexes.js";
import { createPolicy } from "./policies.js";
import { spellOutSerial } from "./serial.js";
import { refTo } from "../../schema/object-ref.js";
import { canSayCheck, canSayIndex, canSayKey, canSayPolicy, tableExtras } from "./table-extras.js";

export function tableCalls(operation: TableOperation, imports: Imports): readonly string[] {
  switch (operation.kind) {
    case "createTable":
      return createTable(operation.table, imports);
    case "dropTable":
      return [opCall("dropTable", objectName(operation.table))];
  }
}

/** One call for what Drizzle can say about a table, and calls of their own for the rest. */
function createTable(table: Table, imports: Imports): readonly string[] {
  const name: QualifiedName = { schema: table.schema, name: table.name };
  const keys = columnKeys(table.columns.map((column) => column.name));
  const inlineKey = inlinePrimaryKey(table);
  const parts = table.columns.map((column) => spellOutSerial(name, column));
  const columns = parts.map(({ column }) => {
    const primaryKey = inlineKey?.columns[0] === column.name;
    const builder = columnBuilder(column, imports, { primaryKey });
    return [keys.get(column.name) ?? column.name, builder] as const;
  });
  const extras = tableExtras(
    inlineKey === undefined ? table : withoutPrimaryKey(table),
    keys,
    imports,
  );
  return [
    ...parts.flatMap((part) => part.before),
    opCall("createTable", objectName(name), expandedObject(columns), extras),
    ...parts.flatMap((part) => part.after),
    ...beyondDrizzle(table, name, imports),
    ...comments(table, name),
  ];
}

/** The primary key if `.primaryKey()` on its column says all of it. */
function inlinePrimaryKey(table: Table): PrimaryKey | undefined {
  const key = table.primaryKey;
  return key !== undefined &&
    key.columns.length === 1 &&
    key.name === makeObjectName(table.name, undefined, "pkey") &&
    canSayKey(key)
    ? key
    : undefined;
}

function withoutPrimaryKey({ primaryKey: _, ...table }: Table): Table {
  return table;
}

function beyondDrizzle(table: Table, name: QualifiedName, imports: Imports): readonly string[] {
  const { primaryKey } = table;
  return [
    ...(primaryKey === undefined || canSayKey(primaryKey)
      ? []
      : createPrimaryKey(name, withoutComment(primaryKey))),
    ...table.uniqueConstraints
      .filter((unique) => !canSayKey(unique))
      .flatMap((unique) => createUniqueConstraint(name, withoutComment(unique))),
    ...table.checks
      .filter((check) => !canSayCheck(check))
      .flatMap((check) => createCheckConstraint(name, withoutComment(check))),
    ...table.indexes
      .filter((index) => !canSayIndex(index))
      .flatMap((index) => createIndex(name, plainly(withoutComment(index)), imports)),
    ...(needsRowSecurity(table) ? [opCall("enableRowLevelSecurity", objectName(name))] : []),
    ...table.policies
      .filter(() => !canSayPolicy(table))
      .flatMap((policy) => createPolicy(name, withoutComment(policy))),
  ];
}

/** Nobody can be kept from writing to a table that its own transaction has created. */
function plainly({ concurrently: _, ...index }: Index): Index {
  return index;
}

/** In Drizzle a policy of a table switches row-level security on. */
function needsRowSecurity(table: Table): boolean {
  return table.rowSecurity && table.policies.length === 0;
}

/** All comments stand together, after what they are about. */
function comments(table: Table, name: QualifiedName): readonly string[] {
  const { primaryKey, uniqueConstraints, checks, columns, indexes, policies } = table;
  const constraints = [
    ...(primaryKey === undefined ? [] : [primaryKey]),
    ...uniqueConstraints,
    ...checks,
  ];
  return [
    ...commentOf(refTo("table", name), table.comment),
    ...columns.flatMap((column) =>
      commentOf({ kind: "column", table: name, name: column.name }, column.comment),
    ),
    ...constraints.flatMap((constraint) =>
      commentOf({ kind: "constraint", table: name, name: constraint.name }, constraint.comment),
    ),
    ...indexes.flatMap((index) =>
      commentOf({ kind: "index", schema: name.schema, name: index.name }, index.comment),
    ),
    ...policies.flatMap((policy) =>
      commentOf({ kind: "policy", table: name, name: policy.name }, policy.comment),
    ),
  ];
}

function withoutComment<T extends { readonly comment?: string }>(object: T): Omit<T, "comment"> {
  const { comment: _, ...rest } = object;
  return rest;
}
