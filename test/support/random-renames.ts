/** Random renames of a random schema: what is renamed, and the schema under the new names. */
import fc from "fast-check";
import { objectsIn, type Rename } from "../../src/compare/renames/rename.js";
import { printName, quoteIdentifier, truncateIdentifier } from "../../src/schema/identifiers.js";
import type { Schema } from "../../src/schema/types.js";

export interface RandomRenames {
  /** The new name of each name, wherever it stands. */
  readonly names: ReadonlyMap<string, string>;
}

const tables = ["users", "Order Items", "select", 'we"ird', "émoji🚗", "n".repeat(63)];
const columns = ["a", "b", "Total", "user", 'c"q', "sp ace", "d'x", "e", "g1", "g two"];
const others = ["mood", "Odd Kind", "text_status", "q1", "Q two", "v one", "a view on it"];
const policies = ["own rows", "p2"];
const schemas = ["fleet", "Other Schema"];

/** Names that are swapped among their like, or replaced by new ones. */
export function randomRenames(): fc.Arbitrary<RandomRenames> {
  return renamesAmong(fc.nat({ max: 3 }));
}

/** Names that are replaced by new ones: what two schemas alone can tell. */
export function randomNewNames(): fc.Arbitrary<RandomRenames> {
  return renamesAmong(fc.constant(0));
}

/** @param swaps How many of a kind change names with each other. */
function renamesAmong(swaps: fc.Arbitrary<number>): fc.Arbitrary<RandomRenames> {
  const pool = (names: readonly string[]): fc.Arbitrary<readonly (readonly [string, string])[]> =>
    fc.tuple(fc.shuffledSubarray([...names]), swaps).map(([chosen, swapped]) =>
      chosen.map((name, index) => {
        const ring = chosen.slice(0, swapped);
        const next = index < swapped ? ring[(index + 1) % ring.length] : undefined;
        return [name, next ?? truncateIdentifier(`new ${name}`)] as const;
      }),
    );
  return fc
    .tuple(pool(tables), pool(columns), pool(others), pool(policies), pool(schemas))
    .map((lists) => ({ names: new Map(lists.flat()) }));
}

/** The schema under its new names, expressions included. */
export function renamed(schema: Schema, { names }: RandomRenames): Schema {
  const types = new Map(
    schema.enums.map((one) => [
      printName(one),
      printName({ schema: to(one.schema, names), name: to(one.name, names) }),
    ]),
  );
  const text = (sql: string): string => {
    const array = sql.endsWith("[]") ? "[]" : "";
    const type = types.get(sql.slice(0, sql.length - array.length));
    if (type !== undefined) return type + array;
    const cast = [...types].reduce(
      (given, [from, into]) => given.replaceAll(`::${from}`, `::${into}`),
      sql,
    );
    return cast.replaceAll(/'(?:[^']|'')*'|"((?:[^"]|"")*)"/g, (token, quoted?: string) =>
      quoted === undefined ? token : quoteIdentifier(to(quoted.replaceAll('""', '"'), names)),
    );
  };
  const words = new Set(["for", "as", "method", "order", "nulls", "generation", "values"]);
  return JSON.parse(
    JSON.stringify(schema, function (this: unknown, key, value: unknown) {
      if (words.has(key)) return Array.isArray(value) ? { kept: value } : value;
      return typeof value === "string" ? (names.get(value) ?? text(value)) : value;
    }),
    (_, value: unknown) =>
      typeof value === "object" && value !== null && "kept" in value ? value.kept : value,
  ) as Schema;
}

/** The renames as `--rename` would say them. */
export function renamesOf(schema: Schema, { names }: RandomRenames): readonly Rename[] {
  return objectsIn(schema)
    .filter(({ kind, name }) => kind !== "enumValue" && kind !== "role" && names.has(name))
    .map((object) =>
      "schema" in object
        ? { object, to: to(object.name, names), schema: to(object.schema, names) }
        : { object, to: to(object.name, names) },
    )
    .filter((rename) => "schema" in rename || rename.to !== rename.object.name);
}

function to(name: string, names: ReadonlyMap<string, string>): string {
  return names.get(name) ?? name;
}
