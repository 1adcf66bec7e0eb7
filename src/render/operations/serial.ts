import { makeObjectName, quoteLiteral, quoteName, sameName } from "../../schema/identifiers.js";
import type { Column, QualifiedName } from "../../schema/types.js";
import { opCall } from "../call.js";
import { objectLiteral, objectName, stringLiteral } from "../literals.js";

/** A column and the calls that stand before and after it comes into being. */
export interface ColumnParts {
  readonly before: readonly string[];
  readonly column: Column;
  readonly after: readonly string[];
}

/**
 * Drizzle's `serial` is a column that is not null with a sequence that PostgreSQL names. Any other
 * is spelt out: the sequence, the default, and whom the sequence belongs to.
 */
export function spellOutSerial(table: QualifiedName, column: Column): ColumnParts {
  const { serial, ...plain } = column;
  if (serial === undefined) return { before: [], column, after: [] };
  const { sequence } = serial;
  const usual = { schema: table.schema, name: makeObjectName(table.name, column.name, "seq") };
  if (sequence === undefined || sameName(sequence, usual)) {
    const free = opCall(
      "alterColumn",
      objectName(table),
      stringLiteral(column.name),
      "{ nullable: true }",
    );
    return { before: [], column, after: column.notNull ? [] : [free] };
  }
  const owner = objectLiteral([
    ["table", objectName(table)],
    ["column", stringLiteral(column.name)],
  ]);
  const type = stringLiteral(column.type.sql);
  return {
    before: [
      opCall(
        "createSequence",
        objectName(sequence),
        column.type.sql === "bigint" ? undefined : `{ type: ${type} }`,
      ),
    ],
    column: { ...plain, default: `nextval(${quoteLiteral(quoteName(sequence))}::regclass)` },
    after: [opCall("alterSequence", objectName(sequence), `{ ownedBy: ${owner} }`)],
  };
}
