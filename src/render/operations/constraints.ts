import type { ConstraintOperation } from "../../operations/types.js";
import type {
  CheckConstraint,
  ForeignKey,
  PrimaryKey,
  QualifiedName,
  UniqueConstraint,
} from "../../schema/types.js";
import { call, nameOf, sqlText, unusual } from "../literals.js";
import type { Calls } from "./calls.js";

const deferral = { deferrable: false, initiallyDeferred: false };

export const constraintCalls: Calls<ConstraintOperation> = {
  createPrimaryKey: ({ table, constraint }) => createPrimaryKey(table, constraint),
  createUniqueConstraint: ({ table, constraint }) => createUniqueConstraint(table, constraint),
  createForeignKey: ({ table, constraint }) => createForeignKey(table, constraint),
  createCheckConstraint: ({ table, constraint }) => createCheckConstraint(table, constraint),
  dropConstraint: ["name", "table"],
  validateConstraint: ["name", "table"],
};

function createForeignKey(table: QualifiedName, key: ForeignKey): string {
  return call(
    "op.createForeignKey",
    key.name,
    nameOf(table),
    key.columns,
    nameOf(key.referencedTable),
    key.referencedColumns,
    unusual(key, {
      onDelete: "no action",
      onUpdate: "no action",
      match: undefined,
      notValid: false,
      ...deferral,
    }),
  );
}

export function createPrimaryKey(table: QualifiedName, key: PrimaryKey): string {
  const given = unusual(key, { include: undefined, ...deferral });
  return call("op.createPrimaryKey", key.name, nameOf(table), key.columns, given);
}

export function createUniqueConstraint(table: QualifiedName, key: UniqueConstraint): string {
  const given = unusual(key, { nullsNotDistinct: false, include: undefined, ...deferral });
  return call("op.createUniqueConstraint", key.name, nameOf(table), key.columns, given);
}

export function createCheckConstraint(table: QualifiedName, check: CheckConstraint): string {
  const given = unusual(check, { notValid: false, noInherit: false });
  const { name, expression } = check;
  return call("op.createCheckConstraint", name, nameOf(table), sqlText(expression), given);
}
