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
import { commentOf } from "./objects.js";

const deferral = { deferrable: false, initiallyDeferred: false };

export const constraintCalls: Calls<ConstraintOperation> = {
  createPrimaryKey: withComment(createPrimaryKey),
  createUniqueConstraint: withComment(createUniqueConstraint),
  createForeignKey: withComment(createForeignKey),
  createCheckConstraint: withComment(createCheckConstraint),
  dropConstraint: ["name", "table"],
  validateConstraint: ["name", "table"],
};

type Commented = { readonly name: string; readonly comment?: string };

function withComment<C extends Commented>(create: (table: QualifiedName, constraint: C) => string) {
  return ({ table, constraint }: { readonly table: QualifiedName; readonly constraint: C }) => [
    create(table, constraint),
    ...constraintComment(table, constraint),
  ];
}

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

export function constraintComment(
  table: QualifiedName,
  { name, comment }: Commented,
): readonly string[] {
  return commentOf({ kind: "constraint", table, name }, comment);
}
