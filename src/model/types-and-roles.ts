import type { PgEnum, PgRole, PgSequence } from "drizzle-orm/pg-core";
import { completeSequenceOptions } from "../schema/sequences.js";
import type { EnumType, Role, Sequence } from "../schema/types.js";
import { sequenceTexts } from "./identity.js";
import { checkLength } from "./name-length.js";
import { modelError, type DescribeOptions } from "./options.js";

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
  return { schema: type.schema ?? "public", name, values: [...values] };
}

/** Drizzle's sequences count in bigint, which is PostgreSQL's own default. */
export function describeSequence(sequence: PgSequence, options: DescribeOptions = {}): Sequence {
  const { seqName, seqOptions = {}, schema } = sequence;
  const name = seqName ?? "";
  checkLength("sequence", name, `sequence "${name}"`, options);
  return {
    schema: schema ?? "public",
    name,
    type: "bigint",
    options: completeSequenceOptions(sequenceTexts(seqOptions), "bigint"),
  };
}

/** `undefined` for a role that is only mentioned: `.existing()`. */
export function describeRole(role: PgRole, options: DescribeOptions = {}): Role | undefined {
  // Drizzle's types leave these fields out.
  if (Reflect.get(role, "_existing") === true) return undefined;
  checkLength("role", role.name, `role "${role.name}"`, options);
  return {
    name: role.name,
    createDb: Reflect.get(role, "createDb") === true,
    createRole: Reflect.get(role, "createRole") === true,
    inherit: Reflect.get(role, "inherit") !== false,
  };
}
