/**
 * What two catalogs say of an object that both have, beyond its description: how a table is
 * stored, what is forced, what is said of an index. No model has words for it.
 */
import { refTo } from "../../schema/object-ref.js";
import {
  alterAttribute,
  type Attribute,
  attributeKey,
  type AttributeOwner,
  type AttributeRelation,
  attributesOf,
  canReset,
  columnOf,
  indexOf,
} from "../../operations/attributes.js";
import type { Attributes } from "../../schema/attributes.js";
import type { Column, QualifiedName, Schema, Table } from "../../schema/types.js";
import { change, type Change, executed } from "../change.js";
import { key } from "../../operations/keys.js";
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
  for (const { relation, needs, of, attributes, type } of attributedParts(schema))
    for (const attribute of attributesOf(of, attributes, type)) {
      if (!canReset(attribute)) continue;
      const { setting } = attribute;
      const isTaken =
        moved.objects.has(relation) ||
        moved.objects.has(needs) ||
        (moved.retyped.has(needs) && isStorage(setting)) ||
        (moved.nullability.has(needs) && isNotNullName(setting));
      if (isTaken) taken.add(attributeKey(attribute));
      else compared.set(attributeKey(attribute), { attribute, needs });
    }
  return { compared, taken };
}

export interface AttributedPart {
  readonly of: AttributeOwner;
  readonly attributes: Attributes | undefined;
  /** Keys of what it is, and of the relation that it is or belongs to. */
  readonly needs: string;
  readonly relation: string;
  /** Of a column. */
  readonly type?: string;
}

/** Every object, and every part of one, that can have attributes. */
export function attributedParts(schema: Schema): readonly AttributedPart[] {
  const { namespaces, enums, sequences, tables, views } = schema;
  const alone = (of: AttributeOwner, own: string, attributes?: Attributes): AttributedPart => ({
    of,
    attributes,
    needs: own,
    relation: own,
  });
  const relation = (of: AttributeRelation, attributes?: Attributes): AttributedPart =>
    alone(of, key.relation(of), attributes);
  return [
    ...namespaces.map(({ name, attributes }) =>
      alone({ kind: "schema", name }, key.namespace(name), attributes),
    ),
    ...enums.map((type) =>
      alone(
        { kind: "enum", schema: type.schema, name: type.name },
        key.type(type),
        type.attributes,
      ),
    ),
    ...sequences.map((one) => relation(refTo("sequence", one), one.attributes)),
    ...tables.flatMap((table) => [
      relation(refTo("table", table), table.attributes),
      ...partsOfTable(table),
    ]),
    ...views.flatMap((view) => {
      const own = refTo(view.materialized ? "materializedView" : "view", view);
      return [
        relation(own, view.attributes),
        ...(view.columns ?? []).map(({ name, attributes }) => ({
          ...relation(own),
          of: { kind: "column", on: own, name } as const,
          attributes,
        })),
      ];
    }),
  ];
}

function partsOfTable(table: Table): readonly AttributedPart[] {
  const { schema, primaryKey, uniqueConstraints, indexes } = table;
  const relation = key.relation(table);
  const keys = [...(primaryKey ? [primaryKey] : []), ...uniqueConstraints];
  return [
    ...table.columns.flatMap((column) => {
      const needs = key.column(table, column.name);
      return ownersIn(table, column).map((part) => ({
        ...part,
        relation,
        needs,
        type: column.type.sql,
      }));
    }),
    ...keys.map(({ name, attributes }) => ({
      of: indexOf(table, name),
      attributes,
      relation,
      needs: key.constraint(table, name),
    })),
    ...indexes.map(({ name, attributes }) => ({
      of: indexOf(table, name),
      attributes,
      relation,
      needs: key.relation({ schema, name }),
    })),
  ];
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

/** A column, and the sequence behind it. */
export function ownersIn(
  table: QualifiedName,
  column: Column,
): readonly { readonly of: AttributeOwner; readonly attributes: Attributes | undefined }[] {
  const sequence = sequenceOf(table, column);
  return [
    { of: columnOf(table, column.name), attributes: column.attributes },
    ...(sequence === undefined
      ? []
      : [{ of: refTo("sequence", sequence), attributes: column.sequenceAttributes }]),
  ];
}
