import { getTableName, type Table as DrizzleTable } from "drizzle-orm";
import type {
  ForeignKey as DrizzleForeignKey,
  getTableConfig,
  PgColumn,
  PgTable,
} from "drizzle-orm/pg-core";
import { makeObjectName, truncateIdentifier } from "../schema/identifiers.js";
import type {
  CheckConstraint,
  ForeignKey,
  PrimaryKey,
  ReferentialAction,
  UniqueConstraint,
} from "../schema/types.js";
import { modelError, type DescribeOptions } from "./errors.js";
import { columnName, tableNameOf } from "./names.js";
import { expressionSql } from "./sql/expression.js";

type TableConfig = ReturnType<typeof getTableConfig>;

/**
 * The primary key. Written at the column it is called as PostgreSQL calls it, with `primaryKey()`
 * as Drizzle does.
 */
export function primaryKeyOf(
  table: PgTable,
  config: TableConfig,
  options: DescribeOptions,
): PrimaryKey | undefined {
  const inline = config.columns.filter((column) => column.primary);
  const [explicit, ...others] = config.primaryKeys;
  if (others.length > 0 || inline.length > 1 || (explicit !== undefined && inline.length > 0)) {
    throw modelError(
      options,
      `table "${config.name}"`,
      "has several primary keys.",
      "Name all their columns in one primaryKey({ columns: [...] }).",
    );
  }
  if (explicit !== undefined) {
    const columns = namesOf(explicit.columns, options);
    const name = explicit.name ?? cased(explicit.getName(), [explicit.columns], options);
    return { name: truncateIdentifier(name), columns };
  }
  const [column] = inline;
  if (column === undefined) return undefined;
  return {
    name: makeObjectName(getTableName(table), undefined, "pkey"),
    columns: [columnName(column, options.casing)],
  };
}

/**
 * Unique constraints, those written at a column first. What is said twice, at the column and in the
 * table's extras, is still one constraint.
 */
export function uniqueConstraintsOf(
  config: TableConfig,
  options: DescribeOptions,
): UniqueConstraint[] {
  const inline = config.columns
    .filter((column) => column.isUnique)
    .map((column) => ({
      name: truncateIdentifier(column.uniqueName ?? `${config.name}_${column.name}_unique`),
      columns: [columnName(column, options.casing)],
      nullsNotDistinct: column.uniqueType === "not distinct",
    }));
  const explicit = config.uniqueConstraints.map((unique) => {
    const columns = namesOf(unique.columns, options);
    const name = unique.name ?? `${config.name}_${columns.join("_")}_unique`;
    const { nullsNotDistinct } = unique;
    return { name: truncateIdentifier(name), columns, nullsNotDistinct };
  });
  const distinct = new Map<string, UniqueConstraint>();
  for (const unique of [...inline, ...explicit]) {
    const key = JSON.stringify(unique);
    if (!distinct.has(key)) distinct.set(key, unique);
  }
  return [...distinct.values()];
}

export function checksOf(
  table: PgTable,
  config: TableConfig,
  options: DescribeOptions,
): CheckConstraint[] {
  return config.checks.map((check) => ({
    name: truncateIdentifier(check.name),
    expression: expressionSql(check.value, { casing: options.casing, table }),
  }));
}

export function foreignKeysOf(config: TableConfig, options: DescribeOptions): ForeignKey[] {
  return config.foreignKeys.map((foreignKey) => {
    const reference = referenceOf(foreignKey, config, options);
    const { columns, foreignColumns, foreignTable } = reference;
    const name = reference.name ?? cased(foreignKey.getName(), [columns, foreignColumns], options);
    return {
      name: truncateIdentifier(name),
      columns: namesOf(columns, options),
      referencedTable: tableNameOf(foreignTable),
      referencedColumns: namesOf(foreignColumns, options),
      onDelete: actionOf(foreignKey.onDelete),
      onUpdate: actionOf(foreignKey.onUpdate),
    };
  });
}

interface Reference {
  readonly name?: string | undefined;
  readonly columns: readonly PgColumn[];
  readonly foreignTable: DrizzleTable;
  readonly foreignColumns: readonly PgColumn[];
}

function referenceOf(
  foreignKey: DrizzleForeignKey,
  config: TableConfig,
  options: DescribeOptions,
): Reference {
  let reference: Reference;
  try {
    reference = foreignKey.reference();
    namesOf([...reference.columns, ...reference.foreignColumns], options);
    tableNameOf(reference.foreignTable);
  } catch (error) {
    throw modelError(
      options,
      `table "${config.name}"`,
      "has a foreign key that refers to something that is not a column.",
      "Look at .references(() => …) and foreignKey({ … }); in a circle of imports the other table may not be there yet.",
      error,
    );
  }
  const { columns, foreignColumns } = reference;
  if (columns.length === foreignColumns.length) return reference;
  throw modelError(
    options,
    `table "${config.name}", foreign key (${namesOf(columns, options).join(", ")})`,
    `has ${columns.length} columns and refers to ${foreignColumns.length}.`,
    "Give as many `foreignColumns` as `columns`.",
  );
}

const actions: readonly ReferentialAction[] = ["restrict", "cascade", "set null", "set default"];

function actionOf(action: string | undefined): ReferentialAction {
  return actions.find((known) => known === action) ?? "no action";
}

/** The names of columns. @throws TypeError if one of them is no column */
function namesOf(
  columns: readonly { readonly name: string }[],
  { casing }: DescribeOptions,
): string[] {
  return columns.map((column) => columnName(column, casing));
}

/**
 * Drizzle makes the name from the keys, and drizzle-kit then replaces the first occurrence of
 * each by the name in the database. Existing databases have the names that result.
 */
function cased(
  name: string,
  columns: readonly (readonly PgColumn[])[],
  { casing }: DescribeOptions,
): string {
  return columns
    .flat()
    .reduce((text, column) => text.replace(column.name, () => columnName(column, casing)), name);
}
