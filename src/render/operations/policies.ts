import type { PolicyOperation } from "../../operations/types.js";
import type { Policy, QualifiedName } from "../../schema/types.js";
import { opCall } from "../call.js";
import {
  objectLiteral,
  objectName,
  optionalObject,
  sqlString,
  stringArray,
  stringLiteral,
} from "../literals.js";
import { commentOf } from "./objects.js";

export function policyCalls(operation: PolicyOperation): readonly string[] {
  const table = objectName(operation.table);
  switch (operation.kind) {
    case "createPolicy":
      return createPolicy(operation.table, operation.policy);
    case "alterPolicy": {
      const { to, using, withCheck } = operation.changes;
      const changes = objectLiteral([
        ["to", to === undefined ? undefined : roles(to)],
        ["using", using === undefined ? undefined : sqlString(using)],
        ["withCheck", withCheck === undefined ? undefined : sqlString(withCheck)],
      ]);
      return [opCall("alterPolicy", stringLiteral(operation.name), table, changes)];
    }
    case "dropPolicy":
      return [opCall("dropPolicy", stringLiteral(operation.name), table)];
    case "enableRowLevelSecurity":
    case "disableRowLevelSecurity":
      return [opCall(operation.kind, table)];
  }
}

export function createPolicy(table: QualifiedName, policy: Policy): readonly string[] {
  const options = policyOptions(policy, sqlString);
  return [
    opCall("createPolicy", stringLiteral(policy.name), objectName(table), options),
    ...commentOf({ kind: "policy", table, name: policy.name }, policy.comment),
  ];
}

/** What is not PostgreSQL's default about a policy; `expression` writes SQL. */
export function policyOptions(
  policy: Policy,
  expression: (text: string) => string,
): string | undefined {
  const isForEveryone = policy.to.length === 1 && policy.to[0] === "public";
  return optionalObject([
    ["as", policy.as === "permissive" ? undefined : stringLiteral(policy.as)],
    ["for", policy.for === "all" ? undefined : stringLiteral(policy.for)],
    ["to", isForEveryone ? undefined : roles(policy.to)],
    ["using", policy.using === undefined ? undefined : expression(policy.using)],
    ["withCheck", policy.withCheck === undefined ? undefined : expression(policy.withCheck)],
  ]);
}

function roles(names: readonly string[]): string {
  const [first] = names;
  return names.length === 1 && first !== undefined ? stringLiteral(first) : stringArray(names);
}
