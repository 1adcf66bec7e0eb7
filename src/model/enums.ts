import type { PgEnum } from "drizzle-orm/pg-core";
import type { EnumType } from "../schema/types.js";
import { checkLength, modelError, type DescribeOptions } from "./errors.js";
import { enumNameOf } from "./names.js";

/** @throws GenError `model_invalid` for an enum without values or with one twice */
export function describeEnum(
  type: PgEnum<[string, ...string[]]>,
  options: DescribeOptions = {},
): EnumType {
  const { enumName: name, enumValues } = type;
  const where = `enum "${name}"`;
  checkLength("enum", name, where, options);
  const values: readonly string[] = enumValues;
  if (values.length === 0) {
    throw modelError(options, where, "has no values.", "Give it at least one.");
  }
  for (const [position, value] of values.entries()) {
    checkLength("value", value, `${where}, value "${value}"`, options);
    if (values.indexOf(value) === position) continue;
    throw modelError(options, where, `has the value "${value}" twice.`, "Name each value once.");
  }
  return { ...enumNameOf(type), values: [...values] };
}
