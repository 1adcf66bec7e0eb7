import type { Connection } from "../../database/connection.js";
import { nameKey, quoteLiteral } from "../../schema/identifiers.js";
import type { Column, Schema } from "../../schema/types.js";

/**
 * Gives the columns of `desired` the collations of `actual` wherever both mean the same one: a
 * model may leave the schema to the search path, or say what is the type's own. One query, and none
 * where no column is open.
 */
export async function settleCollations(
  connection: Connection,
  actual: Schema,
  desired: Schema,
): Promise<Schema> {
  const there = columnsOf(actual);
  const open = [...columnsOf(desired)].flatMap(([key, column]) => {
    const own = there.get(key);
    const isOpen = column.collation !== undefined && own?.collation !== column.collation;
    return isOpen && own !== undefined ? [{ key, own, collation: column.collation }] : [];
  });
  if (open.length === 0) return desired;
  const same = await sameCollations(connection, open);
  const settled = new Map(open.flatMap(({ key, own }, i) => (same[i] ? [[key, own]] : [])));
  return {
    ...desired,
    tables: desired.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => {
        const own = settled.get(keyOf(table, column));
        if (own === undefined) return column;
        const { collation: _, ...rest } = column;
        return own.collation === undefined ? rest : { ...rest, collation: own.collation };
      }),
    })),
  };
}

interface OpenColumn {
  readonly own: Column;
  readonly collation: string | undefined;
}

/** What is no collation here is the same as nothing. */
async function sameCollations(
  connection: Connection,
  open: readonly OpenColumn[],
): Promise<readonly boolean[]> {
  const oid = (collation: string): string =>
    `pg_catalog.to_regcollation(${quoteLiteral(collation)})`;
  const tests = open.map(({ own, collation = "" }) => {
    const there =
      own.collation === undefined
        ? `(select t.typcollation from pg_catalog.pg_type t
            where t.oid = pg_catalog.to_regtype(${quoteLiteral(own.type.sql)}))`
        : oid(own.collation);
    return `coalesce(${oid(collation)}::oid = ${there}, false)`;
  });
  const [row] = await connection.query<{ same: readonly boolean[] }>(
    `select array[${tests.join(", ")}] as same`,
  );
  return row?.same ?? [];
}

function columnsOf(schema: Schema): ReadonlyMap<string, Column> {
  return new Map(
    schema.tables.flatMap((table) =>
      table.columns.map((column) => [keyOf(table, column), column] as const),
    ),
  );
}

function keyOf(table: { readonly schema: string; readonly name: string }, column: Column): string {
  return `${nameKey(table)}\0${column.name}`;
}
