/** How alike two tables are, and two columns. */
import { castExpression } from "../../operations/casts.js";
import { parseType } from "../../operations/data-types.js";
import type { Column, DataType, Table } from "../../schema/types.js";
import { type Bag, bagOf, dice } from "./bag.js";
import { type Likeness, likeNames, type Named, named } from "./likeness.js";

/** Below {@link LIKELY}, whatever speaks for it. */
const UNLIKELY = 0.59;

/** Likely, but not surely so. */
const UNSURE = 0.74;

export interface TableTraits extends Named {
  readonly table: Table;
  readonly columns: Bag;
  /** The types in their order. */
  readonly shape: string;
}

export function tableTraits(table: Table): TableTraits {
  return {
    table,
    ...named(table),
    columns: bagOf(table.columns.map(({ name, type }) => `${name}\0${typeKey(type)}`)),
    shape: table.columns.map(({ type }) => typeKey(type)).join("\0"),
  };
}

/** The columns that both tables have, by name and type; for a part, the types in their order. */
export function tableLikeness(from: TableTraits, to: TableTraits): Likeness {
  const isSameShape = from.shape === to.shape;
  const isSameName = from.table.name === to.table.name && isSameShape;
  const names = likeNames(from, to);
  const likeness =
    0.8 * dice(from.columns, to.columns) +
    (isSameShape ? 0.2 : 0) +
    (isSameName ? 0.3 : 0) +
    0.1 * names;
  // Many tables consist of an identifier and a name.
  const isOrdinary = Math.min(from.columns.length, to.columns.length) < 3 && names < 0.25;
  return isOrdinary ? Math.min(likeness, UNSURE) : likeness;
}

export interface ColumnTraits extends Named {
  readonly column: Column;
  readonly type: string;
  readonly place: number;
}

export function columnTraits(column: Column, place: number): ColumnTraits {
  return { column, type: typeKey(column.type), place, ...named(column) };
}

/**
 * Equal for one type in two spellings: a model calls a type of an extension or a user's own as its
 * author does, the catalog with its schema.
 */
export function typeKey(type: DataType): string {
  if (type.enum !== undefined) return type.sql;
  const { base, modifiers, array } = parseType(type.sql);
  const unqualified = base.replace(/^[^".]+\./, "");
  return `${unqualified}(${modifiers.join()})${array ? "[]" : ""}`;
}

/**
 * Of two columns with the same type the place and the name tell. One of another type is unlikely to
 * be the same, the more so if PostgreSQL has no cast between the types.
 */
export function columnLikeness(a: ColumnTraits, b: ColumnTraits): Likeness {
  const [from, to] = [a.column, b.column];
  // Such columns are dropped and added again whatever they are called.
  const isComputedAnew = to.generated !== undefined && from.generated === undefined;
  const isUnstored = from.generated?.stored === false && to.generated === undefined;
  if (isComputedAnew || isUnstored) return undefined;
  const likeness =
    0.3 +
    (from.notNull === to.notNull ? 0.1 : 0) +
    (from.default === to.default ? 0.1 : 0) +
    (a.place === b.place ? 0.2 : 0) +
    0.4 * likeNames(a, b);
  const unlikely = UNLIKELY * Math.min(likeness, 1);
  if (a.type !== b.type) return unlikely * castability(from, to);
  const isSameMake =
    (from.serial === undefined) === (to.serial === undefined) &&
    (from.identity === undefined) === (to.identity === undefined) &&
    from.generated?.expression === to.generated?.expression;
  return isSameMake ? likeness : unlikely;
}

function castability(from: Column, to: Column): number {
  const cast = castExpression("", from.type, to.type);
  if (cast === undefined) return 0.9;
  return cast.includes("::text") ? 0.3 : 0.6;
}
