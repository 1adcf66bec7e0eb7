import { quoteLiteral, quoteName } from "../schema/identifiers.js";
import { compileAlterEnum } from "./alter-enum.js";
import { commentStatement } from "./objects.js";
import { createEnum } from "./enum-definition.js";
import { previousOf } from "./irreversible.js";
import { statements, words } from "./statement.js";
import type { Statement } from "./statement.js";
import type { AddEnumValue, EnumOperation, Operation } from "./types.js";

export function compileEnum(operation: EnumOperation): readonly Statement[] {
  switch (operation.kind) {
    case "createEnum": {
      const { schema, name, values, comment } = operation.enum;
      return statements(
        createEnum({ schema, name }, values),
        ...commentStatement({ kind: "enum", schema, name }, comment),
      );
    }
    case "dropEnum":
      return statements(`DROP TYPE ${quoteName(operation.enum)}`);
    case "addEnumValue":
      return alterType(operation, addValue(operation));
    case "alterEnum":
      return statements(...compileAlterEnum(operation));
  }
}

export function inverseEnum(operation: EnumOperation): Operation {
  switch (operation.kind) {
    case "createEnum": {
      const { schema, name } = operation.enum;
      return { kind: "dropEnum", enum: { schema, name }, previous: operation.enum };
    }
    case "dropEnum":
      return { kind: "createEnum", enum: previousOf(operation) };
    case "addEnumValue":
      return removeValue(operation);
    case "alterEnum": {
      const { kind, values, uses } = operation;
      const previous = previousOf(operation);
      return { kind, enum: operation.enum, ...previous, previous: { values, uses } };
    }
  }
}

function alterType(operation: Exclude<EnumOperation, { kind: "createEnum" }>, action: string) {
  return statements(`ALTER TYPE ${quoteName(operation.enum)} ${action}`);
}

function addValue({ value, before, after }: AddEnumValue): string {
  return words(
    `ADD VALUE IF NOT EXISTS ${quoteLiteral(value)}`,
    before !== undefined && `BEFORE ${quoteLiteral(before)}`,
    after !== undefined && `AFTER ${quoteLiteral(after)}`,
  );
}

function removeValue(operation: AddEnumValue): Operation {
  const { values, uses } = previousOf(operation);
  const { value, before, after } = operation;
  const next = before === undefined ? values.indexOf(after ?? "") + 1 : values.indexOf(before);
  const place = before === undefined && after === undefined ? values.length : next;
  const withValue = [...values.slice(0, place), value, ...values.slice(place)];
  return {
    kind: "alterEnum",
    enum: operation.enum,
    values,
    uses,
    previous: { values: withValue, uses },
  };
}
