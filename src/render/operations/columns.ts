import { identityChanges } from "../../operations/identity-changes.js";
import type {
  AlterColumn,
  ColumnChanges,
  ColumnOperation,
  IdentityChanges,
} from "../../operations/types.js";
import type { Identity } from "../../schema/types.js";
import { opCall } from "../call.js";
import { columnBuilder } from "../columns/column.js";
import { sequenceEntries } from "../columns/sequence-options.js";
import type { Imports } from "../imports.js";
import {
  isExactNumber,
  objectLiteral,
  objectName,
  optionalObject,
  sqlString,
  stringLiteral,
} from "../literals.js";
import { commentOf } from "./objects.js";
import { changedOptions } from "./sequences.js";
import { spellOutSerial } from "./serial.js";

export function columnCalls(operation: ColumnOperation, imports: Imports): readonly string[] {
  const { table } = operation;
  const on = objectName(table);
  switch (operation.kind) {
    case "addColumn": {
      const { before, column, after } = spellOutSerial(table, operation.column);
      return [
        ...before,
        opCall("addColumn", on, columnBuilder(column, imports)),
        ...after,
        ...commentOf({ kind: "column", table, name: column.name }, column.comment),
      ];
    }
    case "dropColumn":
      return [opCall("dropColumn", on, stringLiteral(operation.column))];
    case "alterColumn": {
      const changes = columnChanges(spokenChanges(operation));
      return [opCall("alterColumn", on, stringLiteral(operation.column), changes)];
    }
  }
}

/** An identity that stays is told by what changes about it, for the file has no `previous`. */
function spokenChanges(operation: AlterColumn): ColumnChanges {
  const identityOptions = identityChanges(operation);
  if (identityOptions === undefined) return operation.changes;
  const { identity: _, ...others } = operation.changes;
  return { ...others, identityOptions };
}

function columnChanges(changes: ColumnChanges): string {
  const { type, collation, using, notNull, identity, identityOptions, generated } = changes;
  return objectLiteral([
    ["type", type === undefined ? undefined : stringLiteral(type.sql)],
    ["collation", nullable(collation, stringLiteral)],
    ["using", using === undefined ? undefined : sqlString(using)],
    ["nullable", notNull === undefined ? undefined : String(!notNull)],
    ["default", nullable(changes.default, defaultValue)],
    ["identity", nullable(identity, newIdentity)],
    ["setIdentity", identityOptions === undefined ? undefined : setIdentity(identityOptions)],
    ["generated", nullable(generated, sqlString)],
  ]);
}

function nullable<T>(value: T | null | undefined, write: (value: T) => string): string | undefined {
  if (value === undefined) return undefined;
  return value === null ? "null" : write(value);
}

/** SQL, but a number or a boolean as itself. */
function defaultValue(expression: string): string {
  const isPlain = isExactNumber(expression) || expression === "true" || expression === "false";
  return isPlain ? expression : sqlString(expression);
}

/** The column's type is not known here; `alterColumn` takes the limits of a bigint for granted. */
function newIdentity(identity: Identity): string {
  const { generation, sequenceName, options } = identity;
  return objectLiteral([
    ["generation", stringLiteral(generation)],
    ["name", sequenceName === undefined ? undefined : stringLiteral(sequenceName)],
    ...sequenceEntries(options, "bigint"),
  ]);
}

function setIdentity({ generation, ...options }: IdentityChanges): string | undefined {
  return optionalObject([
    ["generation", generation === undefined ? undefined : stringLiteral(generation)],
    ...changedOptions(options),
  ]);
}
