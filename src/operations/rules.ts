/** The rules of all kinds of operations, and functions that read them. */
import { GenError } from "../errors.js";
import { displayRef, tableOf as tableOfRef } from "../schema/object-ref.js";
import type { QualifiedName } from "../schema/types.js";
import type { Effects } from "./keys.js";
import { columnRules } from "./rules/columns.js";
import { constraintRules } from "./rules/constraints.js";
import { dataRules } from "./rules/data.js";
import { enumRules } from "./rules/enums.js";
import { extensionRules } from "./rules/extensions.js";
import { indexRules } from "./rules/indexes.js";
import { objectRules } from "./rules/objects.js";
import { policyRules } from "./rules/policies.js";

import { privilegeRules, roleRules } from "./rules/roles.js";
import type { Rule, RulesOf } from "./rules/rule.js";
import { schemaRules } from "./rules/schemas.js";
import { sequenceRules } from "./rules/sequences.js";
import { tableRules } from "./rules/tables.js";
import { viewRules } from "./rules/views.js";
import { spaced, type Statement } from "./statement.js";
import type { CreateIndex, DropIndex, Operation, SingleOperation } from "./types.js";

/** A kind without a rule does not compile. */
const rules: RulesOf<SingleOperation> = {
  ...schemaRules,
  ...extensionRules,
  ...roleRules,
  ...enumRules,
  ...sequenceRules,
  ...tableRules,
  ...columnRules,
  ...constraintRules,
  ...indexRules,
  ...policyRules,
  ...viewRules,
  ...objectRules,
  ...privilegeRules,
  ...dataRules,
};

export function ruleOf(operation: SingleOperation): Rule<SingleOperation> {
  return rules[operation.kind];
}

/** The operation itself, or those inside an `autocommit`. */
export function partsOf(operation: Operation): readonly SingleOperation[] {
  return operation.kind === "autocommit" ? operation.operations.flatMap(partsOf) : [operation];
}

/**
 * The statements, without semicolons. All names are quoted and qualified, all literals escaped.
 *
 * @throws GenError `operation_invalid` if PostgreSQL has no statement for the operation
 */
export function compile(operation: Operation): readonly Statement[] {
  return partsOf(operation)
    .flatMap((part) => ruleOf(part).sql(part))
    .map((statement) => (typeof statement === "string" ? { sql: statement } : statement));
}

/** @throws GenError `irreversible` if `previous` is missing, and for the author's own statements */
export function inverse(operation: Operation): readonly Operation[] {
  if (operation.kind === "autocommit")
    return [{ kind: "autocommit", operations: inverseAll(operation.operations) }];
  const back = ruleOf(operation).inverse(operation);
  if (back !== undefined) return [back].flat();
  throw new GenError(
    "irreversible",
    `"${describeOperation(operation)}" cannot be reversed: what it replaces is not known.`,
    { hint: "Write the downgrade by hand." },
  );
}

export function inverseAll(operations: readonly Operation[]): readonly Operation[] {
  return operations.toReversed().flatMap(inverse);
}

export function effects(operation: Operation): Effects {
  const all = partsOf(operation).map((part) => ruleOf(part).effects(part));
  const combined = (word: keyof Effects) => all.flatMap((part) => part[word] ?? []);
  return {
    creates: combined("creates"),
    drops: combined("drops"),
    alters: combined("alters"),
    needs: combined("needs"),
    releases: combined("releases"),
  };
}

/**
 * The object of an operation. @example "public.vehicles.manufacturer"
 */
export function describeObject(operation: Operation): string {
  return partsOf(operation)
    .map((part) => {
      const subject = ruleOf(part).subject(part);
      return typeof subject === "string" ? subject : displayRef(subject);
    })
    .join(", ");
}

/** @example "alter column public.vehicles.year: type integer -> smallint, not null" */
export function describeOperation(operation: Operation): string {
  return partsOf(operation)
    .map((part) => {
      const { verb, detail } = ruleOf(part);
      return `${verb?.(part) ?? spaced(part.kind)} ${describeObject(part)}${detail?.(part) ?? ""}`;
    })
    .join(", ");
}

/** The table of an operation, which concerns the table or a part of it. */
export function tableOf(operation: SingleOperation): QualifiedName | undefined {
  if ("object" in operation) return tableOfRef(operation.object);
  if (operation.kind === "dropIndex") return operation.previous?.table;
  return "table" in operation ? operation.table : undefined;
}

/** PostgreSQL refuses `CONCURRENTLY` in a transaction, except to refresh a view. */
export function isTransactional(operation: Operation): boolean {
  return (
    operation.kind !== "autocommit" && !isConcurrentBuild(operation) && !isConcurrentDrop(operation)
  );
}

/** Whether a failed attempt can leave an invalid index. */
export function isConcurrentBuild(operation: Operation): operation is CreateIndex {
  return operation.kind === "createIndex" && operation.index.concurrently === true;
}

/** Whether a failed attempt can have dropped the index. */
export function isConcurrentDrop(operation: Operation): operation is DropIndex {
  return operation.kind === "dropIndex" && operation.concurrently === true;
}
