/** Where the configuration has a say in what differs. */
import type { Hooks } from "../config/hooks.js";
import { nameKey } from "../schema/identifiers.js";
import type { Column, Schema } from "../schema/types.js";

export interface Judgement extends Pick<Hooks, "compareType" | "compareDefault"> {
  /** Comments are the models' to say. */
  readonly comments?: boolean;
}

/**
 * The models, settled to the words of the database, as the configuration's `compareType` and
 * `compareDefault` judge them: what is to be the same is made the same, and what is to differ is
 * left in the model's own words.
 *
 * @param settled `desired` is `wanted` in the words of the database.
 */
export function judged(
  settled: { readonly actual: Schema; readonly desired: Schema },
  wanted: Schema,
  { compareType, compareDefault }: Judgement,
): Schema {
  const { actual, desired } = settled;
  if (compareType === undefined && compareDefault === undefined) return desired;
  const columns = columnsOf(actual);
  const spelled = columnsOf(wanted);
  return {
    ...desired,
    tables: desired.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => {
        const key = columnKey(table, column.name);
        const there = columns.get(key);
        if (there === undefined) return column;
        const own = spelled.get(key) ?? column;
        const place = {
          table: { schema: table.schema, name: table.name },
          column: column.name,
        };
        const typed = judgeType(there, column, own, compareType, place);
        return judgeDefault(there, typed, own, compareDefault, place);
      }),
    })),
  };
}

type Place = Pick<Parameters<NonNullable<Hooks["compareType"]>>[0], "table" | "column">;

function judgeType(
  actual: Column,
  desired: Column,
  own: Column,
  hook: Hooks["compareType"],
  place: Place,
): Column {
  const verdict = hook?.({ ...place, actual: actual.type.sql, desired: desired.type.sql });
  if (verdict === undefined) return desired;
  if (verdict) return { ...desired, type: own.type };
  const { collation: _, ...rest } = desired;
  return {
    ...rest,
    type: actual.type,
    ...(actual.collation !== undefined && { collation: actual.collation }),
  };
}

/** A serial column, an identity and a generated one have no default to speak of. */
function judgeDefault(
  actual: Column,
  desired: Column,
  own: Column,
  hook: Hooks["compareDefault"],
  place: Place,
): Column {
  if (hook === undefined || hasOther(actual) || hasOther(desired)) return desired;
  const verdict = hook({ ...place, actual: actual.default, desired: desired.default });
  if (verdict === undefined) return desired;
  const { default: _, ...rest } = desired;
  const value = verdict ? own.default : actual.default;
  return value === undefined ? rest : { ...rest, default: value };
}

function hasOther({ serial, identity, generated }: Column): boolean {
  return serial !== undefined || identity !== undefined || generated !== undefined;
}

function columnsOf(schema: Schema): ReadonlyMap<string, Column> {
  return new Map(
    schema.tables.flatMap((table) =>
      table.columns.map((column) => [columnKey(table, column.name), column]),
    ),
  );
}

function columnKey(table: { readonly schema: string; readonly name: string }, column: string) {
  return `${nameKey(table)}\0${column}`;
}
