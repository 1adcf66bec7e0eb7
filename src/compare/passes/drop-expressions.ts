import type { AlterColumn } from "../../operations/types.js";
import { nameKey } from "../../schema/identifiers.js";
import type { Column, Schema, Table } from "../../schema/types.js";
import { alterColumn } from "../change.js";
import type { Sides } from "../options.js";

export interface WithoutExpressions {
  /** The schema once the columns are ordinary. */
  readonly schema: Schema;
  readonly operations: readonly AlterColumn[];
}

/**
 * Generated columns that `desired` has as ordinary ones become so in place and keep their values,
 * which PostgreSQL can do, but not undo. A column whose values are not stored is recreated instead.
 */
export function withoutExpressions({ actual, desired }: Sides): WithoutExpressions {
  const wanted = new Map(desired.tables.map((table) => [nameKey(table), table]));
  const operations: AlterColumn[] = [];
  const tables = actual.tables.map((table) => {
    const shall = wanted.get(nameKey(table));
    const found = shall === undefined ? [] : columnsToRelease(table, shall);
    if (found.length === 0) return table;
    operations.push(...found.map((column) => dropExpression(table, column)));
    const columns = table.columns.map((column) => (found.includes(column) ? bare(column) : column));
    return { ...table, columns };
  });
  return { schema: operations.length === 0 ? actual : { ...actual, tables }, operations };
}

function columnsToRelease(actual: Table, desired: Table): readonly Column[] {
  const ordinary = new Set(
    desired.columns.flatMap(({ name, generated }) => (generated === undefined ? [name] : [])),
  );
  return actual.columns.filter(
    ({ name, generated }) => generated?.stored === true && ordinary.has(name),
  );
}

function dropExpression(table: Table, { name, generated }: Column): AlterColumn {
  const previous = { generated: generated?.expression ?? null };
  return alterColumn(table, name, { generated: null }, previous);
}

function bare({ generated: _, ...column }: Column): Column {
  return column;
}
