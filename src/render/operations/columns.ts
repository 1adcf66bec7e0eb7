import { defined } from "../../defined.js";
import { identityChanges } from "../../operations/alter-column.js";
import type { AlterColumn, ColumnOperation } from "../../operations/types.js";
import type { Identity } from "../../schema/types.js";
import { columnBuilder } from "../columns/column.js";
import { call, Code, isExactNumber, nameOf, options, sqlText } from "../literals.js";
import type { Calls } from "./calls.js";
import { sequenceSettings, unusualOptions } from "./sequences.js";
import { spellOutSerial } from "./serial.js";

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
  // An identity that stays is told by what changes about it, for the file has no `previous`.
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

/** SQL, but a number or a boolean as itself. */
function defaultOf(expression: string | null | undefined): unknown {
  const isPlain = /^(?:true|false)$/.test(expression ?? "") || isExactNumber(expression ?? "");
  return isPlain ? new Code(expression ?? "") : sqlText(expression);
}

/** The column's type is not known here; `alterColumn` takes the limits of a bigint for granted. */
function newIdentity(identity: Identity | null | undefined): object | null | undefined {
  if (identity === undefined || identity === null) return identity;
  const { generation, sequenceName: name, options: given } = identity;
  return defined({ generation, name, ...unusualOptions(given, "bigint") });
}
