import { makeObjectName, quoteLiteral, quoteName, sameName } from "../../schema/identifiers.js";
import type { Column, QualifiedName } from "../../schema/types.js";
import { call, nameOf, options, unless } from "../literals.js";

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
    const free = call("op.alterColumn", nameOf(table), column.name, { nullable: true });
    return { before: [], column, after: column.notNull ? [] : [free] };
  }
  const type = options({ type: unless("bigint", column.type.sql) });
  const ownedBy = { table: nameOf(table), column: column.name };
  return {
    before: [call("op.createSequence", nameOf(sequence), type)],
    column: { ...plain, default: `nextval(${quoteLiteral(quoteName(sequence))}::regclass)` },
    after: [call("op.alterSequence", nameOf(sequence), { ownedBy })],
  };
}
