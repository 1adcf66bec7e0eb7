import { getTableName } from "drizzle-orm";
import type { ForeignKey as DrizzleForeignKey, PgColumn } from "drizzle-orm/pg-core";
import { makeObjectName, truncateIdentifier } from "../schema/identifiers.js";
import type {
  CheckConstraint,
  ForeignKey,
  PrimaryKey,
  ReferentialAction,
  UniqueConstraint,
} from "../schema/types.js";
import { columnName, tableNameOf } from "./drizzle.js";
import { type TableContext, tableError } from "./errors.js";
import { expressionSql } from "./sql/expression.js";

/** Written at the column it has PostgreSQL's name for it, with `primaryKey()` Drizzle's. */
export function primaryKeyOf(context: TableContext): PrimaryKey | undefined {
  const { table, config, casing } = context;
  const [column, ...otherColumns] = config.columns.filter(({ primary }) => primary);
  const [explicit, ...others] = config.primaryKeys;
  if (others.length > 0 || otherColumns.length > 0 || (explicit && column)) {
    const hint = "Name all their columns in one primaryKey({ columns: [...] }).";
    throw tableError(context, "has several primary keys.", hint);
  }
  if (explicit !== undefined) {
    const name = explicit.name ?? cased(explicit.getName(), explicit.columns, context);
    return { name: truncateIdentifier(name), columns: namesOf(explicit.columns, context) };
  }
  return (
    column && {
      name: makeObjectName(getTableName(table), undefined, "pkey"),
      columns: [columnName(column, casing)],
    }
  );
}

/** What is said twice, at the column and in the table's extras, is still one constraint. */
export function uniqueConstraintsOf(context: TableContext): UniqueConstraint[] {
  const { config, casing } = context;
  const inline = config.columns
    .filter((column) => column.isUnique)
    .map((column) => ({
      name: truncateIdentifier(column.uniqueName ?? `${config.name}_${column.name}_unique`),
      columns: [columnName(column, casing)],
      nullsNotDistinct: column.uniqueType === "not distinct",
    }));
  const explicit = config.uniqueConstraints.map((unique) => {
    const columns = namesOf(unique.columns, context);
    const name = unique.name ?? `${config.name}_${columns.join("_")}_unique`;
    const { nullsNotDistinct } = unique;
    return { name: truncateIdentifier(name), columns, nullsNotDistinct };
  });
  const all = [...inline, ...explicit];
  // A map keeps the place of the first.
  return [...new Map(all.map((unique) => [JSON.stringify(unique), unique])).values()];
}

export function checksOf({ table, config, casing }: TableContext): CheckConstraint[] {
  return config.checks.map((check) => ({
    name: truncateIdentifier(check.name),
    expression: expressionSql(check.value, { casing, table }),
  }));
}

export function foreignKeysOf(context: TableContext): ForeignKey[] {
  return context.config.foreignKeys.map((foreignKey) => {
    const { name, columns, foreignColumns, foreignTable } = referenceOf(foreignKey, context);
    const usualName = (): string =>
      cased(foreignKey.getName(), [...columns, ...foreignColumns], context);
    return {
      name: truncateIdentifier(name ?? usualName()),
      columns: namesOf(columns, context),
      referencedTable: tableNameOf(foreignTable),
      referencedColumns: namesOf(foreignColumns, context),
      onDelete: actionOf(foreignKey.onDelete),
      onUpdate: actionOf(foreignKey.onUpdate),
    };
  });
}

type Reference = ReturnType<DrizzleForeignKey["reference"]>;

function referenceOf(foreignKey: DrizzleForeignKey, context: TableContext): Reference {
  let reference: Reference;
  try {
    reference = foreignKey.reference();
    namesOf([...reference.columns, ...reference.foreignColumns], context);
    tableNameOf(reference.foreignTable);
  } catch (cause) {
    throw tableError(
      context,
      "has a foreign key that refers to something that is not a column.",
      "Check .references(() => …) and foreignKey({ … }); in a circular import the other table may not be defined yet.",
      { cause },
    );
  }
  const { columns, foreignColumns } = reference;
  if (columns.length === foreignColumns.length) return reference;
  throw tableError(
    context,
    `has ${columns.length} columns and refers to ${foreignColumns.length}.`,
    "Give as many `foreignColumns` as `columns`.",
    { part: `foreign key (${namesOf(columns, context).join(", ")})` },
  );
}

const actions: readonly ReferentialAction[] = ["restrict", "cascade", "set null", "set default"];

function actionOf(action: string | undefined): ReferentialAction {
  return actions.find((known) => known === action) ?? "no action";
}

/** The names of columns. @throws TypeError if one of them is no column */
function namesOf(
  columns: readonly { readonly name: string }[],
  { casing }: TableContext,
): string[] {
  return columns.map((column) => columnName(column, casing));
}

/**
 * Drizzle makes the name from the keys, and drizzle-kit then replaces the first occurrence of
 * each by the name in the database. Existing databases have the names that result.
 */
function cased(name: string, columns: readonly PgColumn[], { casing }: TableContext): string {
  return columns.reduce(
    (text, column) => text.replace(column.name, () => columnName(column, casing)),
    name,
  );
}
