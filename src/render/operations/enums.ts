import type { AlterEnum, EnumOperation, EnumUse } from "../../operations/types.js";
import { flag, opCall } from "../call.js";
import {
  objectLiteral,
  objectName,
  optionalObject,
  sqlString,
  stringArray,
  stringLiteral,
} from "../literals.js";
import { refTo } from "../../schema/object-ref.js";
import { commentOf } from "./objects.js";

export function enumCalls(operation: EnumOperation): readonly string[] {
  const name = objectName(operation.enum);
  switch (operation.kind) {
    case "createEnum": {
      const { enum: type } = operation;
      return [
        opCall("createEnum", name, stringArray(type.values)),
        ...commentOf(refTo("enum", type), type.comment),
      ];
    }
    case "dropEnum":
      return [opCall("dropEnum", name)];
    case "addEnumValue": {
      const { before, after, value } = operation;
      const place = optionalObject([
        ["before", before === undefined ? undefined : stringLiteral(before)],
        ["after", after === undefined ? undefined : stringLiteral(after)],
      ]);
      return [opCall("addEnumValue", name, stringLiteral(value), place)];
    }
    case "alterEnum":
      return [alterEnum(operation)];
  }
}

/** The columns stand in the file, so that running it does not depend on what the database has. */
function alterEnum({ enum: type, values, uses, mapping }: AlterEnum): string {
  const mapped = Object.entries(mapping ?? {}).map(
    ([from, to]) => [from, stringLiteral(to)] as const,
  );
  const options = objectLiteral([
    ["columns", `[${uses.map(enumColumn).join(", ")}]`],
    ["mapping", optionalObject(mapped)],
  ]);
  return opCall("alterEnum", objectName(type), stringArray(values), options);
}

function enumColumn(use: EnumUse): string {
  return objectLiteral([
    ["table", objectName(use.table)],
    ["column", stringLiteral(use.column)],
    ["default", use.default === undefined ? undefined : sqlString(use.default)],
    flag("array", use.array),
  ]);
}
