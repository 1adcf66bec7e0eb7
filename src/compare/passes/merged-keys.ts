import { nameKey } from "../../schema/identifiers.js";
import type { Table } from "../../schema/types.js";
import { match } from "../match.js";
import type { SchemaPass } from "../options.js";

/**
 * The models have one key wherever the database has one for two. In a `CREATE TABLE` PostgreSQL
 * merges a primary key without a name and a unique constraint over the same columns into a primary
 * key with the name of the unique constraint, which then is both.
 */
export const mergedKeys: SchemaPass = ({ actual, desired }) => {
  const pairs = match(actual.tables, desired.tables, nameKey).both;
  const there = new Map(pairs.map((pair) => [pair.desired, pair.actual]));
  const tables = desired.tables.map((table) => withMergedKey(there.get(table), table));
  return { actual, desired: { ...desired, tables } };
};

function withMergedKey(actual: Table | undefined, desired: Table): Table {
  const key = actual?.primaryKey;
  const { primaryKey, uniqueConstraints } = desired;
  if (key === undefined || primaryKey === undefined) return desired;
  const merged = uniqueConstraints.find(
    ({ name, columns, nullsNotDistinct }) =>
      name === key.name &&
      !nullsNotDistinct &&
      [key.columns, primaryKey.columns].every((one) => one.join("\0") === columns.join("\0")),
  );
  if (merged === undefined) return desired;
  return {
    ...desired,
    primaryKey: { ...primaryKey, name: key.name },
    uniqueConstraints: uniqueConstraints.filter((one) => one !== merged),
  };
}
