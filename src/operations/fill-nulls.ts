/** The statement that gives rows which hold NULL the column's default. */
import { quoteIdentifier, quoteName } from "../schema/identifiers.js";
import type { ColumnName } from "../schema/types.js";
import type { Execute, Operation } from "./types.js";

/** @example fillNulls({ table: { schema: "public", name: "t" }, column: "a" }).sql */
export function fillNulls({ table, column }: ColumnName): Execute {
  const name = quoteIdentifier(column);
  return {
    kind: "execute",
    sql: `UPDATE ${quoteName(table)} SET ${name} = DEFAULT WHERE ${name} IS NULL`,
  };
}

const identifier = String.raw`"((?:[^"]|"")+)"`;
const statement = new RegExp(
  String.raw`^UPDATE ${identifier}\.${identifier} SET ${identifier} = DEFAULT WHERE ${identifier} IS NULL$`,
);

/** The column that an operation fills; a migration file has nothing but the statement. */
export function filledColumn(operation: Operation): ColumnName | undefined {
  if (operation.kind !== "execute") return undefined;
  const names = statement
    .exec(operation.sql)
    ?.slice(1)
    .map((name) => name.replaceAll('""', '"'));
  const [schema, name, column, tested] = names ?? [];
  if (schema === undefined || name === undefined || column === undefined || column !== tested)
    return undefined;
  return { table: { schema, name }, column };
}
