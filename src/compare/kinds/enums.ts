/** Enum types: created, dropped, extended in place, or recreated. */
import { defined } from "../../defined.js";
import { attributeStatements, columnOf } from "../../operations/attributes.js";
import { key } from "../../operations/keys.js";
import { inverse } from "../../operations/rules.js";
import { withValue } from "../../operations/rules/enums.js";
import type { AddEnumValue, EnumUse, Operation } from "../../operations/types.js";
import { withoutAttributes } from "../../schema/attributes.js";
import { mentions, nameKey, qualifiedName, sameName } from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import type { Column, EnumType, QualifiedName, Schema } from "../../schema/types.js";
import { change, type Change, changesOf, compareComments, executed } from "../change.js";
import { match, textsIn } from "../match.js";
import { isStorage } from "./attributes.js";

export interface EnumPlan {
  readonly changes: readonly Change[];
  /** Recreated enums as they were, with all columns of their type. */
  readonly recreated: readonly EnumType[];
}

/** Compares the enums of both sides. */
export function planEnums(actual: Schema, desired: Schema): EnumPlan {
  const recreated: EnumType[] = [];
  const changes = changesOf(match(actual.enums, desired.enums, nameKey), {
    drop: (previous) => change({ kind: "dropEnum", enum: qualifiedName(previous), previous }),
    create: (type) => change({ kind: "createEnum", enum: type }),
    alter: (was, shall) => {
      const additions = addedValues(was.values, shall.values);
      if (additions === undefined) {
        recreated.push(was);
        return [recreate(was, shall, actual, desired)];
      }
      // Not for all enums: one that does not change may have a thousand uses.
      const uses = additions.length > 0 ? usesOf(was, actual, desired, "before") : [];
      return [...add(was, additions, uses), ...compareComments(refTo("enum", shall), was, shall)];
    },
  });
  return { changes, recreated };
}

type Addition = Pick<AddEnumValue, "value" | "before" | "after">;

/** The values to add, in order. `undefined` if `ALTER TYPE` cannot do it: values left or moved. */
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

function recreate(from: EnumType, to: EnumType, actual: Schema, desired: Schema): Change {
  const operation = {
    kind: "alterEnum",
    enum: qualifiedName(to),
    values: to.values,
    uses: usesOf(to, actual, desired, "after"),
    previous: { values: from.values, uses: usesOf(from, actual, desired, "before") },
  } as const;
  return change(operation, {
    then: lostAttributes(to, operation.uses, desired),
    undo: [...inverse(operation), ...lostAttributes(from, operation.previous.uses, actual)],
  });
}

/** Completes a recreated type with what is lost: its own attributes and those of its columns. */
function lostAttributes(
  type: EnumType,
  uses: readonly EnumUse[],
  schema: Schema,
): readonly Operation[] {
  const object = refTo("enum", type);
  const moved = new Set(uses.map(({ table, column }) => key.column(table, column)));
  const storage = schema.tables.flatMap((table) =>
    table.columns
      .filter(({ name }) => moved.has(key.column(table, name)))
      .map((column) => withoutAttributes(column, (setting) => !isStorage(setting)))
      .flatMap(({ name, attributes }) => attributeStatements(columnOf(table, name), attributes)),
  );
  return [
    ...(type.comment === undefined
      ? []
      : [{ kind: "commentOn", object, text: type.comment } as const]),
    ...executed([...attributeStatements(object, type.attributes), ...storage]),
  ];
}

/** Whether a column has one of the types, or is an array of one. */
export function isOf(types: readonly QualifiedName[], { type }: Column): boolean {
  return types.some((candidate) => type.enum !== undefined && sameName(candidate, type.enum));
}

/** The columns that have the type before and after, with their old or new defaults. */
function usesOf(
  type: QualifiedName,
  actual: Schema,
  desired: Schema,
  side: "before" | "after",
): readonly EnumUse[] {
  const tables = new Map(desired.tables.map((table) => [nameKey(table), table]));
  return actual.tables.flatMap((table) => {
    // Tables that models cannot declare stay as they are; inherited columns follow their parent.
    const isLeftAlone = table.special !== undefined && table.special !== "inherited";
    const wanted = tables.get(nameKey(table)) ?? (isLeftAlone ? table : undefined);
    return table.columns.flatMap((column) => {
      const after = wanted?.columns.find(({ name }) => name === column.name);
      if (!isOf([type], column) || after === undefined || !isOf([type], after)) return [];
      // The column itself is recreated.
      if (column.generated !== undefined) return [];
      const isSameType = after.type.sql === column.type.sql;
      const given = side === "before" ? column.default : after.default;
      return [
        defined({
          table: qualifiedName(table),
          column: column.name,
          array: column.type.sql.endsWith("[]"),
          default: isSameType ? given : undefined,
        }),
      ];
    });
  });
}

/**
 * Objects whose SQL mentions a recreated type are dropped before it and created after it: a cast of
 * a literal is not a dependency that other operations wait for.
 */
export function aroundRecreatedTypes(
  changes: readonly Change[],
  types: readonly QualifiedName[],
): readonly Change[] {
  if (types.length === 0) return changes;
  return changes.map((given) => {
    const { kind } = given.operation;
    const isDrop = kind.startsWith("drop");
    if (!isDrop && !/^(?:create|add)/.test(kind)) return given;
    const texts = textsIn(given.operation);
    const named = types
      .filter(({ name }) => texts.some((text) => mentions(text, name)))
      .map((type) => key.type(type));
    if (named.length === 0) return given;
    return isDrop
      ? { ...given, releases: [...(given.releases ?? []), ...named] }
      : { ...given, needs: [...(given.needs ?? []), ...named] };
  });
}
