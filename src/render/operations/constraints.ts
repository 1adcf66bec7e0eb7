import type { ConstraintOperation } from "../../operations/types.js";
import type {
  CheckConstraint,
  Deferral,
  PrimaryKey,
  QualifiedName,
  UniqueConstraint,
} from "../../schema/types.js";
import { call, nameOf, options, sqlText, unless } from "../literals.js";
import type { Calls } from "./calls.js";
import { commentOf } from "./objects.js";

export const constraintCalls: Calls<ConstraintOperation> = {
  createPrimaryKey: ({ table, constraint }) => [
    createPrimaryKey(table, constraint),
    ...constraintComment(table, constraint),
  ],
  createUniqueConstraint: ({ table, constraint }) => [
    createUniqueConstraint(table, constraint),
    ...constraintComment(table, constraint),
  ],
  createForeignKey: ({ table, constraint: key }) => [
    call(
      "op.createForeignKey",
      key.name,
      nameOf(table),
      key.columns,
      nameOf(key.referencedTable),
      key.referencedColumns,
      options({
        onDelete: unless("no action", key.onDelete),
        onUpdate: unless("no action", key.onUpdate),
        match: key.match,
        notValid: unless(false, key.notValid),
        ...deferral(key),
      }),
    ),
    ...constraintComment(table, key),
  ],
  createCheckConstraint: ({ table, constraint }) => [
    createCheckConstraint(table, constraint),
    ...constraintComment(table, constraint),
  ],
  dropConstraint: ["name", "table"],
  validateConstraint: ["name", "table"],
};

export function createPrimaryKey(table: QualifiedName, key: PrimaryKey): string {
  const given = options({ include: key.include, ...deferral(key) });
  return call("op.createPrimaryKey", key.name, nameOf(table), key.columns, given);
}

export function createUniqueConstraint(table: QualifiedName, key: UniqueConstraint): string {
  const { nullsNotDistinct, include } = key;
  const given = options({
    nullsNotDistinct: unless(false, nullsNotDistinct),
    include,
    ...deferral(key),
  });
  return call("op.createUniqueConstraint", key.name, nameOf(table), key.columns, given);
}

export function createCheckConstraint(table: QualifiedName, check: CheckConstraint): string {
  const given = options({
    notValid: unless(false, check.notValid),
    noInherit: unless(false, check.noInherit),
  });
  const { name, expression } = check;
  return call("op.createCheckConstraint", name, nameOf(table), sqlText(expression), given);
}

export function constraintComment(
  table: QualifiedName,
  { name, comment }: { readonly name: string; readonly comment?: string },
): readonly string[] {
  return commentOf({ kind: "constraint", table, name }, comment);
}

function deferral({ deferrable, initiallyDeferred }: Deferral) {
  return {
    deferrable: unless(false, deferrable),
    initiallyDeferred: unless(false, initiallyDeferred),
  };
}
