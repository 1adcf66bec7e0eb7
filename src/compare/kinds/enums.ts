/** Enum types: created, dropped, given new values in place, or recreated. */
import { refTo } from "../../schema/object-ref.js";
import { attributeStatements, columnOf } from "../../operations/attributes.js";
import { inverse } from "../../operations/rules.js";
import { withValue } from "../../operations/alter-enum.js";
import type { AddEnumValue, EnumUse, Operation } from "../../operations/types.js";
import { withoutAttributes } from "../../schema/attributes.js";
import { nameKey, qualifiedName } from "../../schema/identifiers.js";
import type { Column, EnumType, QualifiedName, Schema, Table } from "../../schema/types.js";
import { change, type Change, executed, compareComments } from "../change.js";
import { objectKey } from "../dependents.js";
import { isStorage } from "./lost-attributes.js";
import { match } from "../match.js";

export interface EnumPlan {
  readonly changes: readonly Change[];
  /** Keys of the enums that are recreated, with all columns of their type. */
  readonly recreated: ReadonlySet<string>;
}

/** What makes the enums of `actual` those of `desired`. */
export function planEnums(actual: Schema, desired: Schema): EnumPlan {
  const { both, added, removed } = match(actual.enums, desired.enums, nameKey);
  const changes: Change[] = [];
  const recreated = new Set<string>();
  for (const type of added) changes.push(change({ kind: "createEnum", enum: type }));
  for (const type of removed)
    changes.push(change({ kind: "dropEnum", enum: qualifiedName(type), previous: type }));
  for (const pair of both) {
    const additions = addedValues(pair.actual.values, pair.desired.values);
    if (additions === undefined) {
      recreated.add(nameKey(pair.desired));
      changes.push(...recreate(pair.actual, pair.desired, actual, desired));
    } else {
      const target = refTo("enum", pair.desired);
      // Only for these: a type that stays as it is may have a thousand uses.
      if (additions.length > 0)
        changes.push(
          ...add(pair.actual, additions, usesOf(pair.actual, actual, desired, "before")),
        );
      changes.push(...compareComments(target, pair.actual, pair.desired));
    }
  }
  return { changes, recreated };
}

type Addition = Pick<AddEnumValue, "value" | "before" | "after">;

/**
 * The values to add, in an order in which each place already exists; `undefined` if values went
 * away or changed places, which `ALTER TYPE` cannot do.
 */
function addedValues(
  actual: readonly string[],
  desired: readonly string[],
): readonly Addition[] | undefined {
  const kept = desired.filter((value) => actual.includes(value));
  if (kept.length !== actual.length || kept.some((value, index) => value !== actual[index]))
    return undefined;
  const last = actual.at(-1);
  const end = last === undefined ? -1 : desired.indexOf(last);
  return desired.flatMap((value, index) => {
    if (actual.includes(value)) return [];
    const after = desired[index - 1];
    const first = actual[0];
    if (index > end) return [{ value }];
    if (after !== undefined) return [{ value, after }];
    return first === undefined ? [{ value }] : [{ value, before: first }];
  });
}

function add(
  type: EnumType,
  additions: readonly Addition[],
  uses: readonly EnumUse[],
): readonly Change[] {
  let { values } = type;
  return additions.map((addition) => {
    const previous = { values, uses };
    values = withValue(values, addition);
    return change({ kind: "addEnumValue", enum: qualifiedName(type), ...addition, previous });
  });
}

function recreate(
  from: EnumType,
  to: EnumType,
  actual: Schema,
  desired: Schema,
): readonly Change[] {
  const operation = {
    kind: "alterEnum",
    enum: qualifiedName(to),
    values: to.values,
    uses: usesOf(to, actual, desired, "after"),
    previous: { values: from.values, uses: usesOf(from, actual, desired, "before") },
  } as const;
  return [
    change(operation, {
      then: lostAttributes(to, operation.uses, desired),
      undo: [...inverse(operation), ...lostAttributes(from, operation.previous.uses, actual)],
    }),
  ];
}

/** What a type that is recreated does not have, nor the columns that were moved to it. */
function lostAttributes(
  type: EnumType,
  uses: readonly EnumUse[],
  schema: Schema,
): readonly Operation[] {
  const moved = new Set(uses.map(({ table, column }) => objectKey(table, column)));
  const storage = schema.tables.flatMap((table) =>
    table.columns.flatMap((column) =>
      moved.has(objectKey(table, column.name))
        ? attributeStatements(
            columnOf(table, column.name),
            withoutAttributes(column, (setting) => !isStorage(setting)).attributes,
          )
        : [],
    ),
  );
  const own = attributeStatements({ kind: "enum", ...qualifiedName(type) }, type.attributes);
  return [...commentOn(type), ...executed([...own, ...storage])];
}

function isOf(type: QualifiedName, column: Column): boolean {
  return column.type.enum !== undefined && nameKey(column.type.enum) === nameKey(type);
}

function commentOn(type: EnumType): readonly Operation[] {
  if (type.comment === undefined) return [];
  return [{ kind: "commentOn", object: refTo("enum", type), text: type.comment }];
}

/** The columns that have the type before and after, with their defaults before or after. */
function usesOf(
  type: QualifiedName,
  actual: Schema,
  desired: Schema,
  side: "before" | "after",
): readonly EnumUse[] {
  const tables = new Map(desired.tables.map((table) => [nameKey(table), table]));
  return actual.tables.flatMap((table) =>
    table.columns.flatMap((column) => {
      const after = (tables.get(nameKey(table)) ?? leftAlone(table))?.columns.find(
        (one) => one.name === column.name,
      );
      if (!isOf(type, column) || after === undefined || !isOf(type, after)) return [];
      // It is recreated itself.
      if (column.generated !== undefined) return [];
      const given = side === "before" ? column.default : after.default;
      return [
        {
          table: { schema: table.schema, name: table.name },
          column: column.name,
          array: column.type.sql.endsWith("[]"),
          ...(given !== undefined && after.type.sql === column.type.sql && { default: given }),
        },
      ];
    }),
  );
}

/** A table that models cannot say stays as it is; one that inherits follows its parent. */
function leftAlone(table: Table): Table | undefined {
  return table.special === undefined || table.special === "inherited" ? undefined : table;
}
