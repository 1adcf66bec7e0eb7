import {
  getTableConfig,
  IndexBuilderOn,
  type PgTable,
  UniqueOnConstraintBuilder,
} from "drizzle-orm/pg-core";
import { defined } from "../defined.js";
import type { Column, Policy, Table } from "../schema/types.js";
import { describeColumn } from "./columns.js";
import { checksOf, foreignKeysOf, primaryKeyOf, uniqueConstraintsOf } from "./constraints.js";
import { is, tableNameOf } from "./drizzle.js";
import {
  checkLength,
  type DescribeOptions,
  describing,
  type TableContext,
  tableError,
} from "./errors.js";
import { indexesOf } from "./indexes.js";
import { describePolicy } from "./policies.js";

interface DescribeTableOptions extends DescribeOptions {
  /** Policies that stand elsewhere and are linked to the table. */
  readonly policies?: readonly Policy[];
}

/** Describes a table: columns, keys, constraints, indexes and policies. */
export function describeTable(table: PgTable, options: DescribeTableOptions = {}): Table {
  const { name } = tableNameOf(table);
  checkLength("table", name, `table "${name}"`, options);
  return describing(options, `table "${name}"`, () => described(table, options));
}

function described(table: PgTable, options: DescribeTableOptions): Table {
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
