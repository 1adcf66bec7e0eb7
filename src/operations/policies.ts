import { quoteIdentifier, quoteName } from "../schema/identifiers.js";
import type { Policy, QualifiedName } from "../schema/types.js";
import { commentStatement } from "./objects.js";
import { previousOf } from "./irreversible.js";
import { roleList } from "./roles.js";
import { alterTable, inParentheses, statements, words } from "./statement.js";
import type { Statement } from "./statement.js";
import type { Operation, PolicyChanges, PolicyOperation } from "./types.js";

export function compilePolicy(operation: PolicyOperation): readonly Statement[] {
  const { table } = operation;
  switch (operation.kind) {
    case "createPolicy":
      return statements(...createPolicyStatements(table, operation.policy));
    case "alterPolicy":
      return statements(words(`ALTER ${on(operation.name, table)}`, ...clauses(operation.changes)));
    case "dropPolicy":
      return statements(`DROP ${on(operation.name, table)}`);
    case "enableRowLevelSecurity":
      return statements(alterTable(table, "ENABLE ROW LEVEL SECURITY"));
    case "disableRowLevelSecurity":
      return statements(alterTable(table, "DISABLE ROW LEVEL SECURITY"));
  }
}

export function inversePolicy(operation: PolicyOperation): Operation {
  const { table } = operation;
  switch (operation.kind) {
    case "createPolicy": {
      const { policy } = operation;
      return { kind: "dropPolicy", table, name: policy.name, previous: policy };
    }
    case "dropPolicy":
      return { kind: "createPolicy", table, policy: previousOf(operation) };
    case "alterPolicy":
      return { ...operation, changes: previousOf(operation), previous: operation.changes };
    case "enableRowLevelSecurity":
      return { kind: "disableRowLevelSecurity", table };
    case "disableRowLevelSecurity":
      return { kind: "enableRowLevelSecurity", table };
  }
}

/** `CREATE POLICY`, and the comment if the policy has one. */
export function createPolicyStatements(table: QualifiedName, policy: Policy): readonly string[] {
  const { name, using, withCheck } = policy;
  const everybody = policy.to.length === 0 || policy.to.join() === "public";
  return [
    words(
      `CREATE ${on(name, table)}`,
      policy.as === "restrictive" && "AS RESTRICTIVE",
      policy.for !== "all" && `FOR ${policy.for.toUpperCase()}`,
      ...clauses({
        ...(everybody ? {} : { to: policy.to }),
        ...(using === undefined ? {} : { using }),
        ...(withCheck === undefined ? {} : { withCheck }),
      }),
    ),
    ...commentStatement({ kind: "policy", table, name }, policy.comment),
  ];
}

function clauses({ to, using, withCheck }: PolicyChanges): readonly string[] {
  return [
    ...(to === undefined ? [] : [`TO ${roleList(to)}`]),
    ...(using === undefined ? [] : [`USING ${inParentheses(using)}`]),
    ...(withCheck === undefined ? [] : [`WITH CHECK ${inParentheses(withCheck)}`]),
  ];
}

function on(policy: string, table: QualifiedName): string {
  return `POLICY ${quoteIdentifier(policy)} ON ${quoteName(table)}`;
}
