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
import { refuseHeldValues } from "./held-values.js";
import { alterTable, unbroken } from "./statement.js";
import type { AlterEnum, EnumUse } from "./types.js";

/**
 * PostgreSQL can add and rename values of an enum, but neither remove nor move them. So the type
 * is renamed aside, made anew, every column brought over through text, and the old type dropped.
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
        : `maps "${from}" to "${to}", which is no value of it`;
    if (wrong === undefined) continue;
    throw failedError(
      "operation_invalid",
      `The change of the enum ${displayName(type)} ${wrong}.`,
      `Map values that go to values that stay: ${values.join(", ")}.`,
    );
  }
}
