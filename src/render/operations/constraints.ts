import type { ConstraintOperation } from "../../operations/types.js";
import type {
  CheckConstraint,
  Deferral,
  ForeignKey,
  PrimaryKey,
  QualifiedName,
  ReferentialAction,
  UniqueConstraint,
} from "../../schema/types.js";
import { flag, opCall } from "../call.js";
import {
  type Entries,
  objectName,
  optionalObject,
  sqlString,
  stringArray,
  stringLiteral,
} from "../literals.js";
import { commentOf } from "./objects.js";

export function constraintCalls(operation: ConstraintOperation): readonly string[] {
  const { table } = operation;
  const on = objectName(table);
  switch (operation.kind) {
    case "createPrimaryKey":
      return createPrimaryKey(table, operation.constraint);
    case "createUniqueConstraint":
      return createUniqueConstraint(table, operation.constraint);
    case "createForeignKey":
      return createForeignKey(table, operation.constraint);
    case "createCheckConstraint":
      return createCheckConstraint(table, operation.constraint);
    case "dropConstraint":
      return [opCall("dropConstraint", stringLiteral(operation.name), on)];
    case "validateConstraint":
      return [opCall("validateConstraint", stringLiteral(operation.name), on)];
  }
}

export function createPrimaryKey(table: QualifiedName, key: PrimaryKey): readonly string[] {
  const options = optionalObject([include(key.include), ...deferral(key)]);
  const columns = stringArray(key.columns);
  return withComment(table, key, [
    opCall("createPrimaryKey", stringLiteral(key.name), objectName(table), columns, options),
  ]);
}

export function createUniqueConstraint(
  table: QualifiedName,
  unique: UniqueConstraint,
): readonly string[] {
  const options = optionalObject([
    flag("nullsNotDistinct", unique.nullsNotDistinct),
    include(unique.include),
    ...deferral(unique),
  ]);
  const columns = stringArray(unique.columns);
  return withComment(table, unique, [
    opCall(
      "createUniqueConstraint",
      stringLiteral(unique.name),
      objectName(table),
      columns,
      options,
    ),
  ]);
}

function createForeignKey(table: QualifiedName, key: ForeignKey): readonly string[] {
  const options = optionalObject([
    ["onDelete", actionWord(key.onDelete)],
    ["onUpdate", actionWord(key.onUpdate)],
    ["match", key.match === undefined ? undefined : stringLiteral(key.match)],
    flag("notValid", key.notValid),
    ...deferral(key),
  ]);
  return withComment(table, key, [
    opCall(
      "createForeignKey",
      stringLiteral(key.name),
      objectName(table),
      stringArray(key.columns),
      objectName(key.referencedTable),
      stringArray(key.referencedColumns),
      options,
    ),
  ]);
}

export function createCheckConstraint(
  table: QualifiedName,
  check: CheckConstraint,
): readonly string[] {
  const options = optionalObject([
    flag("notValid", check.notValid),
    flag("noInherit", check.noInherit),
  ]);
  return withComment(table, check, [
    opCall(
      "createCheckConstraint",
      stringLiteral(check.name),
      objectName(table),
      sqlString(check.expression),
      options,
    ),
  ]);
}

function withComment(
  table: QualifiedName,
  { name, comment }: { readonly name: string; readonly comment?: string },
  calls: readonly string[],
): readonly string[] {
  return [...calls, ...commentOf({ kind: "constraint", table, name }, comment)];
}

function include(columns: readonly string[] | undefined): Entries[number] {
  return ["include", columns === undefined ? undefined : stringArray(columns)];
}

function deferral({ deferrable, initiallyDeferred }: Deferral): Entries {
  return [flag("deferrable", deferrable), flag("initiallyDeferred", initiallyDeferred)];
}

function actionWord(action: ReferentialAction): string | undefined {
  return action === "no action" ? undefined : stringLiteral(action);
}
