/** One rule for each kind of operation: a kind without a rule does not compile. */
import type { Effects } from "./keys.js";
import { columnRules } from "./rules/columns.js";
import { constraintRules } from "./rules/constraints.js";
import { dataRules } from "./rules/data.js";
import { enumRules } from "./rules/enums.js";
import { extensionRules } from "./rules/extensions.js";
import { indexRules } from "./rules/indexes.js";
import { objectRules } from "./rules/objects.js";
import { policyRules } from "./rules/policies.js";
import { privilegeRules } from "./rules/privileges.js";
import { roleRules } from "./rules/roles.js";
import type { Rule, RulesOf } from "./rules/rule.js";
import { schemaRules } from "./rules/schemas.js";
import { sequenceRules } from "./rules/sequences.js";
import { tableRules } from "./rules/tables.js";
import { viewRules } from "./rules/views.js";
import type { Operation, SingleOperation } from "./types.js";

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

/** What an operation does to which objects. */
export function effects(operation: Operation): Effects {
  const all = partsOf(operation).map((part) => ruleOf(part).effects(part));
  const combined = (of: keyof Effects) => all.flatMap((one) => one[of] ?? []);
  return {
    creates: combined("creates"),
    drops: combined("drops"),
    alters: combined("alters"),
    needs: combined("needs"),
    releases: combined("releases"),
  };
}
