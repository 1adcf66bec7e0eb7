import { failedError } from "../errors.js";
import {
  displayName,
  nameKey,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
  truncateIdentifier,
} from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";
import { alterTable, dollarQuoted, unbroken } from "./statement.js";
import type { AddEnumValue, AlterEnum, EnumUse } from "./types.js";

/**
 * PostgreSQL can add and rename values of an enum, but neither remove nor move them. So the type
 * is renamed aside, recreated, every column brought over through text, and the old type dropped.
 */
export function compileAlterEnum(operation: AlterEnum): readonly string[] {
  requireMapping(operation);
  const aside = { schema: operation.enum.schema, name: asideName(operation.enum.name) };
  return [
    ...refuseHeldValues(operation),
    `ALTER TYPE ${quoteName(operation.enum)} RENAME TO ${quoteIdentifier(aside.name)}`,
    createEnum(operation.enum, operation.values),
    ...[...usesByTable(operation.uses).values()].map((uses) => moveColumns(operation, uses)),
    `DROP TYPE ${quoteName(aside)}`,
  ];
}

export function createEnum(name: QualifiedName, values: readonly string[]): string {
  return `CREATE TYPE ${quoteName(name)} AS ENUM (${values.map(quoteLiteral).join(", ")})`;
}

/** The values once one has been added; without a place it is the last. */
export function withValue(
  values: readonly string[],
  { value, before, after }: Pick<AddEnumValue, "value" | "before" | "after">,
): readonly string[] {
  const next = before === undefined ? values.indexOf(after ?? "") + 1 : values.indexOf(before);
  const place = before === undefined && after === undefined ? values.length : next;
  return [...values.slice(0, place), value, ...values.slice(place)];
}

function asideName(name: string): string {
  const suffix = "__gen_old";
  return `${truncateIdentifier(name, 63 - suffix.length)}${suffix}`;
}

/** A table is rewritten once, however many of its columns have the type. */
function usesByTable(uses: readonly EnumUse[]): ReadonlyMap<string, readonly EnumUse[]> {
  const byTable = new Map<string, readonly EnumUse[]>();
  for (const use of uses) {
    const key = nameKey(use.table);
    byTable.set(key, [...(byTable.get(key) ?? []), use]);
  }
  return byTable;
}

function moveColumns(operation: AlterEnum, uses: readonly EnumUse[]): string {
  const [first] = uses;
  if (first === undefined) throw new Error("A group of uses is never empty.");
  return alterTable(
    first.table,
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

/** `USING` may hold no subquery, so the elements of an array are replaced value by value. */
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

/** A value that stays needs no mapping, and one that is mapped to must be there. */
function requireMapping({ enum: type, values, mapping = {} }: AlterEnum): void {
  for (const [from, to] of Object.entries(mapping)) {
    const wrong = values.includes(from)
      ? `maps "${from}", which stays a value`
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

/**
 * Stops before anything is changed while rows still hold a value that an enum loses, and says which
 * value, where, and what to do. A statement of the server's own, so that a script says it as well.
 *
 * @returns nothing where no column has the type
 */
function refuseHeldValues(operation: AlterEnum): readonly string[] {
  if (operation.uses.length === 0) return [];
  const checks = operation.uses.map((use) => check(operation, use));
  const body = `DECLARE held text;\nBEGIN\n${checks.join("\n")}\nEND`;
  return [`DO ${dollarQuoted(body)}`];
}

function check(operation: AlterEnum, use: EnumUse): string {
  const column = quoteIdentifier(use.column);
  const table = quoteName(use.table);
  const goes = (value: string): string => condition(operation, value);
  const held = use.array ? "v" : `${column}::text`;
  const from = use.array ? `${table}, unnest(${column}::text[]) v` : table;
  const filter = use.array
    ? `EXISTS (SELECT FROM unnest(${column}::text[]) v WHERE ${goes("v")})`
    : goes(held);
  const message = `The enum ${displayName(operation.enum)} loses %s, which rows of ${displayName(use.table)}.${use.column} still hold.`;
  const hint = `These rows: SELECT * FROM ${table} WHERE ${filter}. Change them first, or give op.alterEnum a mapping from removed values to remaining ones.`;
  return `  SELECT string_agg(DISTINCT quote_literal(${held}), ', ') INTO held FROM ${from} WHERE ${goes(held)};
  IF held IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_text_representation',
      MESSAGE = replace(${quoteLiteral(message)}, '%s', held),
      HINT = ${quoteLiteral(hint)},
      SCHEMA = ${quoteLiteral(use.table.schema)}, TABLE = ${quoteLiteral(use.table.name)}, COLUMN = ${quoteLiteral(use.column)};
  END IF;`;
}

/** That a value neither stays nor is mapped to one that does. A null is no value. */
function condition({ values, mapping = {} }: AlterEnum, value: string): string {
  const known = [...values, ...Object.keys(mapping)];
  return known.length === 0
    ? `${value} IS NOT NULL`
    : `${value} NOT IN (${known.map(quoteLiteral).join(", ")})`;
}
