/** One rule for each kind of operation, and what is read from the rules. */
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

/** The operation itself, or those that an `autocommit` holds. */
export function partsOf(operation: Operation): readonly SingleOperation[] {
  return operation.kind === "autocommit" ? operation.operations.flatMap(partsOf) : [operation];
}

/**
 * The statements, without semicolons; every name is quoted and qualified, every literal escaped.
 *
 * @throws GenError `operation_invalid` for what PostgreSQL has no statement for
 */
export function compile(operation: Operation): readonly Statement[] {
  return partsOf(operation)
    .flatMap((part) => ruleOf(part).sql(part))
    .map((statement) => (typeof statement === "string" ? { sql: statement } : statement));
}

/** @throws GenError `irreversible` where `previous` is missing, and for the author's statements */
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

/** The object that an operation is about. @example "public.vehicles.manufacturer" */
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

/** The table that an operation is about, as a whole or in a part. */
export function tableOf(operation: SingleOperation): QualifiedName | undefined {
  if ("object" in operation) return tableOfRef(operation.object);
  if (operation.kind === "dropIndex") return operation.previous?.table;
  return "table" in operation ? operation.table : undefined;
}

/** PostgreSQL builds and drops nothing `CONCURRENTLY` in a transaction, but refreshes views. */
export function isTransactional(operation: Operation): boolean {
  return (
    operation.kind !== "autocommit" && !isConcurrentBuild(operation) && !isConcurrentDrop(operation)
  );
}

/** Whether a failed attempt may leave an invalid index behind. */
export function isConcurrentBuild(operation: Operation): operation is CreateIndex {
  return operation.kind === "createIndex" && operation.index.concurrently === true;
}

/** Whether a failed attempt may have dropped the index all the same. */
export function isConcurrentDrop(operation: Operation): operation is DropIndex {
  return operation.kind === "dropIndex" && operation.concurrently === true;
}
