import { defined } from "../../defined.js";
import { identityChanges } from "../../operations/sequences.js";
import type { AlterColumn, ColumnOperation } from "../../operations/types.js";
import { makeObjectName, quoteLiteral, quoteName, sameName } from "../../schema/identifiers.js";
import { unusualOptions } from "../../schema/sequences.js";
import type { Column, Identity, QualifiedName } from "../../schema/types.js";
import { columnBuilder } from "../columns.js";
import {
  call,
  Code,
  isExactNumber,
  nameOf,
  options,
  sequenceSettings,
  sqlText,
  unless,
} from "../literals.js";
import type { Calls } from "./calls.js";

export const columnCalls: Calls<ColumnOperation> = {
  addColumn: ({ table, column: added }, imports) => {
    const { before, column, after } = spellOutSerial(table, added);
    return [
      ...before,
      call("op.addColumn", nameOf(table), new Code(columnBuilder(column, imports))),
      ...after,
    ];
  },
  dropColumn: ["table", "column"],
  alterColumn: (operation) =>
    call("op.alterColumn", nameOf(operation.table), operation.column, changesOf(operation)),
};

function changesOf(operation: AlterColumn): object {
  const { type, collation, using, notNull, default: expression, generated } = operation.changes;
  // The file has no `previous`, so the change of an identity lists what changes.
  const changed = identityChanges(operation);
  const { generation, ...settings } = changed ?? operation.changes.identityOptions ?? {};
  return defined({
    type: type?.sql,
    collation,
    using: sqlText(using),
    nullable: notNull === undefined ? undefined : !notNull,
    default: defaultOf(expression),
    identity: changed === undefined ? newIdentity(operation.changes.identity) : undefined,
    setIdentity: options({ generation, ...sequenceSettings(settings) }),
    generated: sqlText(generated),
  });
}

/** SQL as a string, a number or boolean as itself. */
function defaultOf(expression: string | null | undefined): unknown {
  const isPlain = /^(?:true|false)$/.test(expression ?? "") || isExactNumber(expression ?? "");
  return isPlain ? new Code(expression ?? "") : sqlText(expression);
}

/** The column's type is unknown here. `alterColumn` assumes the limits of a bigint. */
function newIdentity(identity: Identity | null | undefined): object | null | undefined {
  if (identity === undefined || identity === null) return identity;
  const { generation, sequenceName: name, options: given } = identity;
  return defined({ generation, name, ...sequenceSettings(unusualOptions(given, "bigint")) });
}

/** A serial column that Drizzle cannot declare: its sequence, its default, and its owner. */
export function spellOutSerial(
  table: QualifiedName,
  column: Column,
): { readonly before: readonly string[]; column: Column; readonly after: readonly string[] } {
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
