import { defined } from "../../defined.js";
import type { IndexOperation } from "../../operations/types.js";
import type { IndexKey } from "../../schema/types.js";
import type { Imports } from "../imports.js";
import { call, nameOf, options, parameters, sqlText, unless } from "../literals.js";
import type { Calls } from "./calls.js";

export const indexCalls: Calls<IndexOperation> = {
  createIndex: ({ table, index }, imports) => {
    const keys = index.keys.map((key) => keyOf(key, imports));
    const given = {
      unique: unless(false, index.unique),
      using: unless("btree", index.method),
      include: index.include,
      where: sqlText(index.where),
      with: options(parameters(index.with)),
      nullsNotDistinct: unless(false, index.nullsNotDistinct),
      concurrently: unless(false, index.concurrently),
      only: unless(false, index.only),
    };
    return call("op.createIndex", index.name, nameOf(table), keys, options(given));
  },
  dropIndex: ({ index: { schema, name }, concurrently }) => {
    const given = { schema: unless("public", schema), concurrently: unless(false, concurrently) };
    return call("op.dropIndex", name, options(given));
  },
};

function keyOf(key: IndexKey, imports: Imports): unknown {
  const { column, expression = "", order, nulls, collation } = key;
  if (isPlainKey(key)) return column ?? imports.sql(expression);
  return defined({
    ...(column === undefined ? { expression: sqlText(expression) } : { column }),
    order: unless("asc", order),
    nulls: unless(order === "asc" ? "last" : "first", nulls),
    opclass: namedOpclass(key),
    collation,
  });
}

/** Whether a key is sorted, compared and collated as PostgreSQL does where nothing is said. */
export function isPlainKey(key: IndexKey): boolean {
  const { order, nulls, collation } = key;
  const isSorted = order !== "asc" || nulls !== "last";
  return !isSorted && collation === undefined && namedOpclass(key) === undefined;
}

/** The operator class, unless it is the one that PostgreSQL takes by itself. */
export function namedOpclass(key: IndexKey): string | undefined {
  return key.opclassIsDefault === true ? undefined : key.opclass;
}
