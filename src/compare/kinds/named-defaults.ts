/** Defaults that name an enum, although their columns are of another type. */
import type { Operation } from "../../operations/types.js";
import type { Column, QualifiedName, Table } from "../../schema/types.js";
import { alterColumn, change, type Change } from "../change.js";
import { key } from "../../operations/keys.js";
import type { Pair } from "../match.js";
import { mentions } from "../../schema/identifiers.js";

/** The enums, of those that are recreated, that a default names although it is of another type. */
export function defaultTypes(
  column: Column,
  types: readonly QualifiedName[],
): readonly QualifiedName[] {
  const { default: text } = column;
  return text === undefined ? [] : types.filter(({ name }) => mentions(text, name));
}

/**
 * Takes a default that names an enum off before the enum is recreated, and before anything else
 * happens to its column; what the default shall be comes last.
 */
export function restateDefault(
  table: Table,
  { actual, desired }: Pair<Column>,
  types: readonly QualifiedName[],
): { readonly before: readonly Change[]; readonly after: readonly Change[] } {
  if (types.length === 0) return { before: [], after: [] };
  const alterDefault = (to: string | null, from: string | null): Operation =>
    alterColumn(table, desired.name, { default: to }, { default: from });
  const keys = types.map(key.type);
  const { default: wanted } = desired;
  return {
    before: [change(alterDefault(null, actual.default ?? null), { releases: keys })],
    after: wanted === undefined ? [] : [change(alterDefault(wanted, null), { needs: keys })],
  };
}

/** The names of enums from their keys. */
export function enumsIn(keys: ReadonlySet<string>): readonly QualifiedName[] {
  return [...keys].map((one) => {
    const [schema = "", name = ""] = one.split("\0");
    return { schema, name };
  });
}
