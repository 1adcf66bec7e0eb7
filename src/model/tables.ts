import {
  getTableConfig,
  IndexBuilderOn,
  UniqueOnConstraintBuilder,
  type PgTable,
} from "drizzle-orm/pg-core";
import type { Column, Policy, Table } from "../schema/types.js";
import { defined } from "../defined.js";
import { describeColumn } from "./columns.js";
import { checksOf, foreignKeysOf, primaryKeyOf, uniqueConstraintsOf } from "./constraints.js";
import { is } from "./drizzle.js";
import { checkLength, describing, modelError, type DescribeOptions } from "./errors.js";
import { indexesOf } from "./indexes.js";
import { tableNameOf } from "./names.js";
import { describePolicy } from "./policies.js";

type TableConfig = ReturnType<typeof getTableConfig>;

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
  refuseUnfinished(table, config, options);
  const primaryKey = primaryKeyOf(table, config, options);
  const policies = [
    ...config.policies.map((policy) => describePolicy(policy, table, options)),
    ...(options.policies ?? []),
  ];
  return defined({
    schema: config.schema ?? "public",
    name: config.name,
    columns: columnsOf(config, primaryKey?.columns ?? [], options),
    primaryKey,
    uniqueConstraints: uniqueConstraintsOf(config, options),
    foreignKeys: foreignKeysOf(config, options),
    checks: checksOf(table, config, options),
    indexes: indexesOf(table, config, options),
    policies,
    // As drizzle-kit has it: a policy would mean nothing without.
    rowSecurity: config.enableRLS || policies.length > 0,
  });
}

/** `index("name")` and `unique("name")` without `.on(…)`, which Drizzle passes over in silence. */
function refuseUnfinished(table: PgTable, config: TableConfig, options: DescribeOptions): void {
  const extras: unknown = Reflect.get(table, Symbol.for("drizzle:ExtraConfigBuilder"));
  if (typeof extras !== "function") return;
  const columns: unknown = Reflect.get(table, Symbol.for("drizzle:ExtraConfigColumns"));
  const built: unknown = Reflect.apply(extras, undefined, [columns]);
  if (typeof built !== "object" || built === null) return;
  for (const extra of Object.values(built).flat(1)) {
    if (!is(extra, IndexBuilderOn) && !is(extra, UniqueOnConstraintBuilder)) continue;
    throw modelError(
      options,
      `table "${config.name}"`,
      `has ${is(extra, IndexBuilderOn) ? "an index" : "a unique constraint"} without columns.`,
      "Name them: .on(table.column).",
    );
  }
}

function columnsOf(
  config: TableConfig,
  keyColumns: readonly string[],
  options: DescribeOptions,
): Column[] {
  const names = new Set<string>();
  return config.columns.map((drizzleColumn) => {
    const column = describeColumn(drizzleColumn, options);
    if (names.has(column.name)) {
      throw modelError(
        options,
        `table "${config.name}"`,
        `has two columns called "${column.name}".`,
        "Give one of them another name.",
      );
    }
    names.add(column.name);
    return keyColumns.includes(column.name) ? { ...column, notNull: true } : column;
  });
}
