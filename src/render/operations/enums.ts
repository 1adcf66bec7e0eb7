import type { EnumOperation, EnumUse } from "../../operations/types.js";
import { defined } from "../../defined.js";
import { call, nameOf, options, sqlText, unless } from "../literals.js";
import type { Calls } from "./calls.js";

export const enumCalls: Calls<EnumOperation> = {
  createEnum: ({ enum: type }) => call("op.createEnum", nameOf(type), type.values),
  dropEnum: ["enum"],
  addEnumValue: ({ enum: type, value, before, after }) =>
    call("op.addEnumValue", nameOf(type), value, options({ before, after })),
  // The columns stand in the file, so that running it does not depend on what the database has.
  alterEnum: ({ enum: type, values, uses, mapping = {} }) =>
    call(
      "op.alterEnum",
      nameOf(type),
      values,
      defined({ columns: uses.map(columnOf), mapping: options(mapping) }),
    ),
};

function columnOf({ table, column, default: expression, array }: EnumUse): object {
  return defined({
    table: nameOf(table),
    column,
    default: sqlText(expression),
    array: unless(false, array),
  });
}
