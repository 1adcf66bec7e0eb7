import { SQL } from "drizzle-orm";
import { type Index as DrizzleIndex, IndexedColumn } from "drizzle-orm/pg-core";
import { defined } from "../defined.js";
import { truncateIdentifier } from "../schema/identifiers.js";
import type { Index, IndexKey } from "../schema/types.js";
import { columnName, is } from "./drizzle.js";
import { type TableContext, tableError } from "./errors.js";
import { expressionSql } from "./sql/expression.js";
import { type ParsedKeys, parseIndexKeys } from "./sql/index-key.js";

export function indexesOf(context: TableContext): Index[] {
  const { table, config, casing } = context;
  return config.indexes.map(({ config: index }) => {
    const { keys, include } = keysOf(index, context);
    const name = truncateIdentifier(index.name ?? defaultName(keys, context));
    if (keys.length === 0) {
      const hint = "Name them: .on(table.column).";
      throw tableError(context, "has no columns.", hint, { part: `index "${name}"` });
    }
    const { where } = index;
    const method = (index.method ?? "btree").toLowerCase();
    return defined({
      name,
      unique: index.unique,
      method,
      keys,
      include,
      with: storageParameters(index.with),
      where: where && expressionSql(where, { casing, table }),
      concurrently: index.concurrently || undefined,
      // Drizzle's .using() sets it as well, whether it is meant or not.
      only: (index.only && method === "btree") || undefined,
    });
  });
}

/** Drizzle's rule, which knows no name for an expression. */
function defaultName(keys: readonly IndexKey[], context: TableContext): string {
  const columns = keys.map(({ column, expression = "" }) => {
    if (column !== undefined) return column;
    throw tableError(
      context,
      `has an index on the expression ${expression} that has no name.`,
      'Give it one: index("name").on(sql`…`).',
    );
  });
  return `${context.config.name}_${columns.join("_")}_index`;
}

function keysOf(index: DrizzleIndex["config"], context: TableContext): ParsedKeys {
  const { table, casing } = context;
  const parts = index.columns.map((key, position): ParsedKeys => {
    if (!is(key, SQL)) return { keys: [columnKey(key, context)] };
    const sql = expressionSql(key, { casing, table });
    const parsed = parseIndexKeys(sql);
    const isLast = position === index.columns.length - 1;
    if (parsed !== undefined && (parsed.include === undefined || isLast)) return parsed;
    throw tableError(
      context,
      `has a key that is not an expression: ${sql}`,
      "After the last key, `) INCLUDE (column` is accepted. Use .where(…) and .with({ … }) for the rest.",
      { part: `index "${index.name ?? ""}"` },
    );
  });
  return defined({
    keys: parts.flatMap((part) => part.keys),
    include: parts.at(-1)?.include,
  });
}

function columnKey(
  key: DrizzleIndex["config"]["columns"][number],
  { casing }: TableContext,
): IndexKey {
  if (!is(key, IndexedColumn)) throw new TypeError("an index key is not a column");
  const { order = "asc", nulls, opClass } = key.indexConfig;
  return defined({
    column: columnName({ name: key.name ?? "", keyAsName: key.keyAsName }, casing),
    order,
    nulls: nulls ?? (order === "desc" ? "first" : "last"),
    opclass: opClass,
  });
}

/** Values as text; a name, which Drizzle does not quote, as PostgreSQL reads it. */
function storageParameters(
  given: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, string>> {
  const entries = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key.toLowerCase(), String(value)]));
}
