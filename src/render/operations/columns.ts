import { defined } from "../../defined.js";
import { identityChanges } from "../../operations/alter-column.js";
import type { AlterColumn, ColumnOperation, IdentityChanges } from "../../operations/types.js";
import type { Identity } from "../../schema/types.js";
import { columnBuilder } from "../columns/column.js";
import { call, Code, isExactNumber, nameOf, options, sqlText } from "../literals.js";
import type { Calls } from "./calls.js";
import { commentOf } from "./objects.js";
import { sequenceSettings, unusualOptions } from "./sequences.js";
import { spellOutSerial } from "./serial.js";

export const columnCalls: Calls<ColumnOperation> = {
  addColumn: ({ table, column: added }, imports) => {
    const { before, column, after } = spellOutSerial(table, added);
    return [
      ...before,
      call("op.addColumn", nameOf(table), new Code(columnBuilder(column, imports))),
      ...after,
      ...commentOf({ kind: "column", table, name: column.name }, column.comment),
    ];
  },
  dropColumn: ["table", "column"],
  alterColumn: (operation) =>
    call("op.alterColumn", nameOf(operation.table), operation.column, changesOf(operation)),
};

function changesOf(operation: AlterColumn): object {
  const { type, collation, using, notNull, default: expression, generated } = operation.changes;
  // An identity that stays is told by what changes about it, for the file has no `previous`.
  const setIdentity = identityChanges(operation) ?? operation.changes.identityOptions;
  const identity =
    identityChanges(operation) === undefined ? operation.changes.identity : undefined;
  return defined({
    type: type?.sql,
    collation,
    using: sqlText(using),
    nullable: notNull === undefined ? undefined : !notNull,
    default: defaultOf(expression),
    identity: identity && newIdentity(identity),
    setIdentity: setIdentity && identitySettings(setIdentity),
    generated: sqlText(generated),
  });
}

/** SQL, but a number or a boolean as itself. */
function defaultOf(expression: string | null | undefined): unknown {
  if (expression === undefined || expression === null) return expression;
  const isPlain = isExactNumber(expression) || expression === "true" || expression === "false";
  return isPlain ? new Code(expression) : sqlText(expression);
}

/** The column's type is not known here; `alterColumn` takes the limits of a bigint for granted. */
function newIdentity({ generation, sequenceName, options: given }: Identity): object {
  return defined({ generation, name: sequenceName, ...unusualOptions(given, "bigint") });
}

function identitySettings({ generation, ...settings }: IdentityChanges): object | undefined {
  return options({ generation, ...sequenceSettings(settings) });
}
