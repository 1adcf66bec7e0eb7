import { SQL } from "drizzle-orm";
import {
  getTableConfig,
  type Index as DrizzleIndex,
  IndexBuilderOn,
  IndexedColumn,
  type PgTable,
  UniqueOnConstraintBuilder,
} from "drizzle-orm/pg-core";
import { defined } from "../defined.js";
import { truncateIdentifier } from "../schema/identifiers.js";
import type { Column, Index, IndexKey, Policy, Table } from "../schema/types.js";
import { describeColumn } from "./columns.js";
import { checksOf, foreignKeysOf, primaryKeyOf, uniqueConstraintsOf } from "./constraints.js";
import { columnName, is, tableNameOf } from "./drizzle.js";
import {
  checkLength,
  type DescribeOptions,
  describing,
  type TableContext,
  tableError,
} from "./errors.js";
import { describePolicy } from "./policies.js";
import { expressionSql } from "./sql/expression.js";
import { type ParsedKeys, parseIndexKeys } from "./sql/index-key.js";

interface DescribeTableOptions extends DescribeOptions {
  /** Policies that stand elsewhere and are linked to the table. */
  readonly policies?: readonly Policy[];
}

export function describeTable(table: PgTable, options: DescribeTableOptions = {}): Table {
  const { name } = tableNameOf(table);
  const where = `table "${name}"`;
  checkLength("table", name, where, options);
  return describing(options, where, () => {
    const config = getTableConfig(table);
    const context: TableContext = { ...options, table, config };
    refuseUnfinished(context);
    const primaryKey = primaryKeyOf(context);
    const policies = [
      ...config.policies.map((policy) => describePolicy(policy, table, options)),
      ...(options.policies ?? []),
    ];
    return defined({
      schema: config.schema ?? "public",
      name: config.name,
      columns: columnsOf(context, primaryKey?.columns ?? []),
      primaryKey,
      uniqueConstraints: uniqueConstraintsOf(context),
      foreignKeys: foreignKeysOf(context),
      checks: checksOf(context),
      indexes: indexesOf(context),
      policies,
      // As drizzle-kit has it: a policy would mean nothing without.
      rowSecurity: config.enableRLS || policies.length > 0,
    });
  });
}

/** `index("name")` and `unique("name")` without `.on(…)`, which Drizzle passes over in silence. */
function refuseUnfinished(context: TableContext): void {
  const { table } = context;
  const extras: unknown = Reflect.get(table, Symbol.for("drizzle:ExtraConfigBuilder"));
  if (typeof extras !== "function") return;
  const columns: unknown = Reflect.get(table, Symbol.for("drizzle:ExtraConfigColumns"));
  const built: unknown = Reflect.apply(extras, undefined, [columns]);
  if (typeof built !== "object" || built === null) return;
  for (const extra of Object.values(built).flat(1)) {
    if (!is(extra, IndexBuilderOn) && !is(extra, UniqueOnConstraintBuilder)) continue;
    const what = is(extra, IndexBuilderOn) ? "an index" : "a unique constraint";
    throw tableError(context, `has ${what} without columns.`, "Name them: .on(table.column).");
  }
}

function columnsOf(context: TableContext, keyColumns: readonly string[]): Column[] {
  const names = new Set<string>();
  return context.config.columns.map((drizzleColumn) => {
    const column = describeColumn(drizzleColumn, context);
    const { name } = column;
    if (names.has(name)) {
      const hint = "Give one of them another name.";
      throw tableError(context, `has two columns called "${name}".`, hint);
    }
    names.add(name);
    return keyColumns.includes(name) ? { ...column, notNull: true } : column;
  });
}

function indexesOf(context: TableContext): Index[] {
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
