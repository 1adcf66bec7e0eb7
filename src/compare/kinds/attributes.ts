/**
 * What two catalogs say of an object that both have, beyond its description: how a table is
 * stored, what is forced, what is said of an index. No model has words for it.
 */
import { defined } from "../../defined.js";
import {
  alterAttribute,
  type Attribute,
  attributeKey,
  type AttributeOwner,
  attributesOf,
  canReset,
  columnOf,
  indexOf,
} from "../../operations/attributes.js";
import type { Attributed } from "../../schema/attributes.js";
import { refTo } from "../../schema/object-ref.js";
import type { Column, Schema, Table } from "../../schema/types.js";
import { change, type Change, executed } from "../change.js";
import { key, keysOf, refKey } from "../../operations/keys.js";
import { effects } from "../../operations/rules.js";
import { sequenceOf } from "./column-sequences.js";
import { isNotNullName, isStorage } from "./lost-attributes.js";

/**
 * The changes of attributes between two catalogs. What the plan recreates gets its attributes with
 * it, and a column its storage with its new type.
 *
 * @param others All other changes of the plan.
 */
export function compareAttributes(
  actual: Schema,
  desired: Schema,
  others: readonly Change[],
): readonly Change[] {
  const moved = movedBy(others);
  const from = attributesIn(actual, moved);
  const to = attributesIn(desired, moved);
  const keys = [...new Set([...from.compared.keys(), ...to.compared.keys()])];
  return keys
    .filter((own) => !from.taken.has(own) && !to.taken.has(own))
    .flatMap((own) => changed(from.compared.get(own), to.compared.get(own)));
}

interface Moved {
  /** What comes, goes or is another afterwards, by keys. */
  readonly objects: ReadonlySet<string>;
  /** Columns whose type or nullability changes, which takes attributes along. */
  readonly retyped: ReadonlySet<string>;
  readonly nullability: ReadonlySet<string>;
}

function movedBy(changes: readonly Change[]): Moved {
  const altered = changes.flatMap(({ operation }) =>
    operation.kind === "alterColumn"
      ? [{ own: key.column(operation.table, operation.column), changes: operation.changes }]
      : [],
  );
  return {
    objects: new Set(
      changes.flatMap(({ operation, creates = [], drops = [] }) => {
        const own = effects(operation);
        return [...creates, ...drops, ...own.creates, ...own.drops];
      }),
    ),
    retyped: new Set(altered.flatMap((one) => (one.changes.type === undefined ? [] : [one.own]))),
    nullability: new Set(
      altered.flatMap((one) => (one.changes.notNull === undefined ? [] : [one.own])),
    ),
  };
}

interface Compared {
  readonly attribute: Attribute;
  /** What has to be there. */
  readonly needs: string;
}

/** By {@link attributeKey}; those that are taken are set with what is created or altered. */
function attributesIn(
  schema: Schema,
  moved: Moved,
): { readonly compared: ReadonlyMap<string, Compared>; readonly taken: ReadonlySet<string> } {
  const compared = new Map<string, Compared>();
  const taken = new Set<string>();
  for (const { of, attributes, type } of attributedParts(schema)) {
    const needs = ownerKey(of);
    const isMoved =
      moved.objects.has(needs) || ("on" in of && moved.objects.has(key.relation(of.on)));
    for (const attribute of attributesOf(of, attributes, type)) {
      const { setting } = attribute;
      if (!canReset(attribute)) continue;
      const isTaken =
        isMoved ||
        (moved.retyped.has(needs) && isStorage(setting)) ||
        (moved.nullability.has(needs) && isNotNullName(setting));
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

interface AttributedPart extends Attributed {
  readonly of: AttributeOwner;
  /** Of a column. */
  readonly type?: string;
}

/** Every object, and every part of one, that can have attributes. */
export function attributedParts(schema: Schema): readonly AttributedPart[] {
  const { namespaces, enums, sequences, tables, views } = schema;
  return [
    ...namespaces.map(({ name, ...own }) => part({ kind: "schema", name }, own)),
    ...enums.map((type) => part(refTo("enum", type), type)),
    ...sequences.map((sequence) => part(refTo("sequence", sequence), sequence)),
    ...tables.flatMap((table) => {
      const keys = [...keysOf(table), ...table.indexes];
      return [
        part(refTo("table", table), table),
        ...table.columns.flatMap((column) => partsOfColumn(table, column)),
        ...keys.map((index) => part(indexOf(table, index.name), index)),
      ];
    }),
    ...views.flatMap((view) => {
      const on = refTo(view.materialized ? "materializedView" : "view", view);
      const columns = view.columns ?? [];
      return [
        part(on, view),
        ...columns.map((column) => part({ kind: "column", on, name: column.name }, column)),
      ];
    }),
  ];
}

function part(of: AttributeOwner, { attributes }: Attributed, type?: string): AttributedPart {
  return defined({ of, attributes, type });
}

/** A column, and the sequence behind it. */
function partsOfColumn(table: Table, column: Column): readonly AttributedPart[] {
  const sequence = sequenceOf(table, column);
  const own = part(columnOf(table, column.name), column, column.type.sql);
  if (sequence === undefined) return [own];
  const behind = defined({ attributes: column.sequenceAttributes });
  return [own, part(refTo("sequence", sequence), behind)];
}

function changed(from: Compared | undefined, to: Compared | undefined): readonly Change[] {
  const set = (one: Compared | undefined): string =>
    alterAttribute(undefined, one?.attribute).join("\n");
  if (set(from) === set(to)) return [];
  const [first, ...rest] = alterAttribute(from?.attribute, to?.attribute);
  if (first === undefined) return [];
  const undo = executed(alterAttribute(to?.attribute, from?.attribute));
  const needs = [...new Set([from, to].flatMap((one) => one?.needs ?? []))];
  return [change({ kind: "execute", sql: first }, { then: executed(rest), undo, needs })];
}
