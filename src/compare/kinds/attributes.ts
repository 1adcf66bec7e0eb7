/**
 * Attributes that only a catalog knows, such as storage parameters, forced row security and the
 * clustered index. Models cannot declare them, and some are lost when a column changes.
 */
import { defined } from "../../defined.js";
import {
  alterAttribute,
  type Attribute,
  attributeKey,
  type AttributeOwner,
  attributesOf,
  attributeStatements,
  canReset,
  columnOf,
  indexOf,
  type Setting,
} from "../../operations/attributes.js";
import { key, keysOf, refKey } from "../../operations/keys.js";
import { effects } from "../../operations/rules.js";
import type { ColumnChanges, Operation } from "../../operations/types.js";
import { type Attributed, withoutAttributes } from "../../schema/attributes.js";
import { refTo } from "../../schema/object-ref.js";
import type { Column, DataType, QualifiedName, Schema, Table, View } from "../../schema/types.js";
import { change, type Change, executed } from "../change.js";
import { sequenceOf } from "./column-sequences.js";

/** Objects that the rest of the plan (`others`) recreates get their attributes with it. */
export function compareAttributes(
  actual: Schema,
  desired: Schema,
  others: readonly Change[],
): readonly Change[] {
  const changing = changedBy(others);
  const from = attributesIn(actual, changing);
  const to = attributesIn(desired, changing);
  const keys = [...new Set([...from.compared.keys(), ...to.compared.keys()])];
  return keys
    .filter((own) => !from.taken.has(own) && !to.taken.has(own))
    .flatMap((own) => changed(from.compared.get(own), to.compared.get(own)));
}

interface Changing {
  /** Keys of objects that are created or dropped. */
  readonly objects: ReadonlySet<string>;
  /** Columns that change in place, whose attributes can change in the same operation. */
  readonly columns: ReadonlyMap<string, ColumnChanges>;
}

function changedBy(others: readonly Change[]): Changing {
  const objects = new Set<string>();
  const columns = new Map<string, ColumnChanges>();
  for (const { operation, creates = [], drops = [] } of others) {
    const own = effects(operation);
    for (const object of [...creates, ...drops, ...own.creates, ...own.drops]) objects.add(object);
    if (operation.kind !== "alterColumn") continue;
    const column = key.column(operation.table, operation.column);
    columns.set(column, { ...columns.get(column), ...operation.changes });
  }
  return { objects, columns };
}

interface Compared {
  readonly attribute: Attribute;
  /** Keys of objects that must exist. */
  readonly needs: string;
}

/** By {@link attributeKey}. Those in `taken` are set with an object that is created or altered. */
function attributesIn(
  schema: Schema,
  { objects, columns }: Changing,
): { readonly compared: ReadonlyMap<string, Compared>; readonly taken: ReadonlySet<string> } {
  const compared = new Map<string, Compared>();
  const taken = new Set<string>();
  for (const { of, attributes, type } of attributedParts(schema)) {
    const needs = ownerKey(of);
    const { type: retyped, notNull } = columns.get(needs) ?? {};
    const isNew = objects.has(needs) || ("on" in of && objects.has(key.relation(of.on)));
    for (const attribute of attributesOf(of, attributes, type)) {
      const { setting } = attribute;
      if (!canReset(attribute)) continue;
      const isTaken =
        isNew ||
        (retyped !== undefined && isStorage(setting)) ||
        (notNull !== undefined && setting === "notNullName");
      if (isTaken) taken.add(attributeKey(attribute));
      else compared.set(attributeKey(attribute), { attribute, needs });
    }
  }
  return { compared, taken };
}

function ownerKey(of: AttributeOwner): string {
  if (!("on" in of)) return refKey(of);
  const { name, on } = of;
  return of.kind === "column" ? key.column(on, name) : key.relation({ schema: on.schema, name });
}

interface AttributedPart {
  readonly of: AttributeOwner;
  readonly attributes: Attributed["attributes"] | undefined;
  /** The type of a column. */
  readonly type: string | undefined;
}

/** All objects, and parts of objects, that can have attributes. */
export function attributedParts(schema: Schema): readonly AttributedPart[] {
  return [
    ...schema.namespaces.map((namespace) =>
      partOf({ kind: "schema", name: namespace.name }, namespace),
    ),
    ...schema.enums.map((type) => partOf(refTo("enum", type), type)),
    ...schema.sequences.map((sequence) => partOf(refTo("sequence", sequence), sequence)),
    ...schema.tables.flatMap(partsOfTable),
    ...schema.views.flatMap(partsOfView),
  ];
}

/** The objects with attributes that an operation creates. */
export function createdParts(operation: Operation): readonly AttributedPart[] {
  switch (operation.kind) {
    case "createTable":
      return partsOfTable(operation.table);
    case "createView":
      return partsOfView(operation.view);
    case "createSchema":
      return [partOf({ kind: "schema", name: operation.namespace.name }, operation.namespace)];
    case "createEnum":
      return [partOf(refTo("enum", operation.enum), operation.enum)];
    case "createSequence":
      return [partOf(refTo("sequence", operation.sequence), operation.sequence)];
    case "createIndex":
      return [partOf(indexOf(operation.table, operation.index.name), operation.index)];
    case "addColumn":
      return partsOfColumn(operation.table, operation.column);
    case "createPrimaryKey":
    case "createUniqueConstraint":
      return [partOf(indexOf(operation.table, operation.constraint.name), operation.constraint)];
    default:
      return [];
  }
}

function partsOfTable(table: Table): readonly AttributedPart[] {
  return [
    partOf(refTo("table", table), table),
    ...table.columns.flatMap((column) => partsOfColumn(table, column)),
    ...[...keysOf(table), ...table.indexes].map((index) =>
      partOf(indexOf(table, index.name), index),
    ),
  ];
}

/** A column, and the sequence behind it. */
function partsOfColumn(table: QualifiedName, column: Column): readonly AttributedPart[] {
  const { sequenceAttributes: attributes } = column;
  const sequence = sequenceOf(table, column);
  const own = partOf(columnOf(table, column.name), column, column.type.sql);
  return sequence === undefined
    ? [own]
    : [own, partOf(refTo("sequence", sequence), defined({ attributes }))];
}

function partsOfView(view: View): readonly AttributedPart[] {
  const { columns = [], materialized } = view;
  const on = refTo(materialized ? "materializedView" : "view", view);
  return [
    partOf(on, view),
    ...columns.map((column) => partOf({ kind: "column", on, name: column.name }, column)),
  ];
}

function partOf(of: AttributeOwner, { attributes }: Attributed, type?: string): AttributedPart {
  // Called for every part of every table, so it makes no copies.
  return { of, attributes, type };
}

function changed(from: Compared | undefined, to: Compared | undefined): readonly Change[] {
  const set = (compared: Compared | undefined): string =>
    alterAttribute(undefined, compared?.attribute).join("\n");
  if (set(from) === set(to)) return [];
  const [first, ...rest] = alterAttribute(from?.attribute, to?.attribute);
  if (first === undefined) return [];
  const undo = executed(alterAttribute(to?.attribute, from?.attribute));
  const needs = [...new Set([from, to].flatMap((side) => side?.needs ?? []))];
  return [change({ kind: "execute", sql: first }, { then: executed(rest), undo, needs })];
}

/** Statements that restore how values are stored, and the name of a NOT NULL. */
export function lostAttributes(
  table: QualifiedName,
  column: Column,
  changes: ColumnChanges,
  actual: Column,
): readonly Operation[] {
  // Old attributes may not fit the new type, but those from another catalog do.
  const fits = (setting: Setting): boolean =>
    canBeStored(column, actual) || column.attributes?.[setting] !== actual.attributes?.[setting];
  const isLost = (setting: Setting): boolean =>
    (changes.type !== undefined && isStorage(setting) && fits(setting)) ||
    (changes.notNull === true && setting === "notNullName");
  const { attributes } = withoutAttributes(column, (setting) => !isLost(setting));
  return executed(attributeStatements(columnOf(table, column.name), attributes));
}

/** Only types of variable length have storage, so it is kept only between two such types. */
function canBeStored(column: Column, actual: Column): boolean {
  const ofAnyLength = (type: DataType): boolean =>
    /^(?:text|character|bytea|json|xml|numeric)|\]$/.test(type.sql);
  return (
    family(column.type) === family(actual.type) ||
    (ofAnyLength(column.type) && ofAnyLength(actual.type))
  );
}

/** Whether an attribute describes how a column's values are stored. */
export function isStorage(setting: Setting): boolean {
  return setting === "storage" || setting === "compression";
}

/** Whether a column's storage may not fit its new type. */
export function storable(actual: Column, desired: Column): Column {
  return canBeStored(desired, actual) ? desired : withoutAttributes(desired, isStorage);
}

/** The type without its modifiers: `character varying(17)` → `character varying`. */
export function family(type: DataType): string {
  return type.sql.replaceAll(/\([^)]*\)/g, "");
}
