import { failedError } from "../../errors.js";
import {
  displayName,
  nameKey,
  qualifiedName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
  sameName,
  truncateIdentifier,
} from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import type { QualifiedName } from "../../schema/types.js";
import { changedEnum } from "../changes.js";
import { losesData, needsReview } from "../hazard.js";
import { key } from "../keys.js";
import { newComment } from "../object-sql.js";
import { enumQuestions } from "../rows/columns.js";
import { alterTable, dollarQuoted, unbroken, words } from "../statement.js";
import type { AddEnumValue, AlterEnum, EnumOperation, EnumUse, OperationOf } from "../types.js";
import { lifecycle, type RulesOf } from "./rule.js";

const { create, drop } = lifecycle<OperationOf<"createEnum">, OperationOf<"dropEnum">>({
  subject: ({ enum: type }) => refTo("enum", type),
  drop: ({ enum: type }) => ({ kind: "dropEnum", enum: qualifiedName(type), previous: type }),
  create: (type) => ({ kind: "createEnum", enum: type }),
  effects: ({ schema }, { enum: type }) => ({
    creates: [key.type(type)],
    needs: [key.namespace(schema)],
  }),
  created: {
    sql: ({ enum: type }) => [
      createEnum(type, type.values),
      ...newComment(refTo("enum", type), type.comment),
    ],
    place: () => ["before", 18],
  },
  dropped: { place: () => ["after", 10] },
});

export const enumRules: RulesOf<EnumOperation> = {
  createEnum: create,
  dropEnum: drop,

  addEnumValue: {
    subject: ({ enum: type, value }) => ({ kind: "enumValue", enum: type, name: value }),
    sql: ({ enum: type, value, before, after }) => [
      words(
        `ALTER TYPE ${quoteName(type)} ADD VALUE IF NOT EXISTS ${quoteLiteral(value)}`,
        before !== undefined && `BEFORE ${quoteLiteral(before)}`,
        after !== undefined && `AFTER ${quoteLiteral(after)}`,
      ),
    ],
    inverse: removeValue,
    effects: ({ enum: type }) => ({ alters: [key.type(type)] }),
    place: () => ["before", 9],
  },

  alterEnum: {
    subject: ({ enum: type }) => refTo("enum", type),
    sql: recreateEnum,
    inverse: ({ previous, kind, values, uses, enum: type }) =>
      previous && { kind, enum: type, ...previous, previous: { values, uses } },
    effects: ({ enum: type, uses }) => ({
      alters: [
        key.type(type),
        ...uses.flatMap(({ table, column }) => [key.column(table, column), key.columns(table)]),
      ],
    }),
    place: () => ["before", 19],
    detail: ({ values, previous }) => changedEnum(values, previous?.values),
    rows: enumQuestions,
    hazards: (operation, [question]) => lostValues(operation, question?.query),
  },
};

/** The values after one is added; at the end without a place. */
export function withValue(
  values: readonly string[],
  { value, before, after }: Pick<AddEnumValue, "value" | "before" | "after">,
): readonly string[] {
  const next = before === undefined ? values.indexOf(after ?? "") + 1 : values.indexOf(before);
  const place = before === undefined && after === undefined ? values.length : next;
  return values.toSpliced(place, 0, value);
}

function removeValue({ previous, ...added }: AddEnumValue) {
  if (previous === undefined) return undefined;
  const values = withValue(previous.values, added);
  const { uses } = previous;
  return { kind: "alterEnum", enum: added.enum, ...previous, previous: { values, uses } } as const;
}

function lostValues({ values, mapping = {}, previous }: AlterEnum, query: string | undefined) {
  const gone = (previous?.values ?? []).filter((value) => !values.includes(value));
  const unmapped = gone.filter((value) => mapping[value] === undefined);
  if (unmapped.length > 0) {
    const list = unmapped.map((value) => `'${value}'`).join(", ");
    const message = `Fails if a row still holds ${list}: give its new value in "mapping".`;
    return [needsReview(message, query)];
  }
  return gone.length > 0 ? [losesData("Rows change their value according to the mapping.")] : [];
}

function createEnum(name: QualifiedName, values: readonly string[]): string {
  return `CREATE TYPE ${quoteName(name)} AS ENUM (${values.map(quoteLiteral).join(", ")})`;
}

/**
 * PostgreSQL can add and rename values of an enum, but not remove or move them. So the old type is
 * renamed, a new one is created, columns are converted through text, and the old type is dropped.
 */
function recreateEnum(operation: AlterEnum): readonly string[] {
  const { enum: type, values, uses } = operation;
  requireMapping(operation);
  const suffix = "__gen_old";
  const old = `${truncateIdentifier(type.name, 63 - suffix.length)}${suffix}`;
  const tables = new Map(uses.map(({ table }) => [nameKey(table), table]));
  return [
    ...refuseHeldValues(operation),
    `ALTER TYPE ${quoteName(type)} RENAME TO ${quoteIdentifier(old)}`,
    createEnum(type, values),
    ...[...tables.values()].map((table) => moveColumns(operation, table)),
    `DROP TYPE ${quoteName({ schema: type.schema, name: old })}`,
  ];
}

/** A table is rewritten once, however many of its columns have the type. */
function moveColumns(operation: AlterEnum, table: QualifiedName): string {
  const uses = operation.uses.filter((use) => sameName(use.table, table));
  return alterTable(
    table,
    ...uses.flatMap((use) => {
      const column = `ALTER COLUMN ${quoteIdentifier(use.column)}`;
      const type = `${quoteName(operation.enum)}${use.array ? "[]" : ""}`;
      return [
        `${column} DROP DEFAULT`,
        `${column} TYPE ${type} USING ${newValue(operation, use)}::${type}`,
        ...(use.default === undefined ? [] : [`${column} SET DEFAULT ${unbroken(use.default)}`]),
      ];
    }),
  );
}

/** `USING` allows no subquery, so each value is replaced in the whole array. */
function newValue({ mapping = {} }: AlterEnum, { column, array }: EnumUse): string {
  const text = `${quoteIdentifier(column)}::text${array ? "[]" : ""}`;
  const pairs = Object.entries(mapping).map(
    ([from, to]) => [quoteLiteral(from), quoteLiteral(to)] as const,
  );
  if (pairs.length === 0) return text;
  if (array) {
    return pairs.reduce((value, [from, to]) => `array_replace(${value}, ${from}, ${to})`, text);
  }
  const cases = pairs.map(([from, to]) => `WHEN ${from} THEN ${to}`).join(" ");
  return `(CASE ${text} ${cases} ELSE ${text} END)`;
}

/** A value that stays needs no mapping, and a mapping must lead to a value that exists. */
function requireMapping({ enum: type, values, mapping = {} }: AlterEnum): void {
  for (const [from, to] of Object.entries(mapping)) {
    const wrong = values.includes(from)
      ? `maps "${from}", which is not removed`
      : values.includes(to)
        ? undefined
        : `maps "${from}" to "${to}", which is not one of its values`;
    if (wrong === undefined) continue;
    throw failedError(
      "operation_invalid",
      `The change of the enum ${displayName(type)} ${wrong}.`,
      `Map removed values to remaining ones: ${values.join(", ")}.`,
    );
  }
}

/** Fails before anything is changed if rows still hold a removed value. Also part of scripts. */
function refuseHeldValues(operation: AlterEnum): readonly string[] {
  if (operation.uses.length === 0) return [];
  const checks = operation.uses.map((use) => check(operation, use));
  const body = `DECLARE held text;\nBEGIN\n${checks.join("\n")}\nEND`;
  return [`DO ${dollarQuoted(body)}`];
}

function check(operation: AlterEnum, use: EnumUse): string {
  const column = quoteIdentifier(use.column);
  const table = quoteName(use.table);
  const held = use.array ? "v" : `${column}::text`;
  const from = use.array ? `${table}, unnest(${column}::text[]) v` : table;
  const filter = use.array
    ? `EXISTS (SELECT FROM unnest(${column}::text[]) v WHERE ${isLost(operation, "v")})`
    : isLost(operation, held);
  const message = `The enum ${displayName(operation.enum)} no longer has %s, but rows of ${displayName(use.table)}.${use.column} still hold it.`;
  const hint = `These rows: SELECT * FROM ${table} WHERE ${filter}. Change them first, or give op.alterEnum a mapping from removed values to remaining ones.`;
  return `  SELECT string_agg(DISTINCT quote_literal(${held}), ', ') INTO held FROM ${from} WHERE ${isLost(operation, held)};
  IF held IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_text_representation',
      MESSAGE = replace(${quoteLiteral(message)}, '%s', held),
      HINT = ${quoteLiteral(hint)},
      SCHEMA = ${quoteLiteral(use.table.schema)}, TABLE = ${quoteLiteral(use.table.name)}, COLUMN = ${quoteLiteral(use.column)};
  END IF;`;
}

/** The SQL condition that a value is removed and not mapped. NULL is not a value. */
function isLost({ values, mapping = {} }: AlterEnum, value: string): string {
  const known = [...values, ...Object.keys(mapping)];
  return known.length === 0
    ? `${value} IS NOT NULL`
    : `${value} NOT IN (${known.map(quoteLiteral).join(", ")})`;
}
