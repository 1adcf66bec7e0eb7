import { defined } from "../../defined.js";
import type { ObjectRef } from "../../schema/object-ref.js";
import type { Policy, QualifiedName } from "../../schema/types.js";
import { changedFields } from "../changes.js";
import { key } from "../keys.js";
import { newComment, objectSql } from "../object-sql.js";
import { alterTable, inParentheses, words } from "../statement.js";
import type { OperationOf, PolicyChanges, PolicyOperation } from "../types.js";
import { roleList } from "./roles.js";
import { dropped, type Rule, type RulesOf, swapped } from "./rule.js";

export const policyRules: RulesOf<PolicyOperation> = {
  createPolicy: {
    subject: ({ table, policy }) => policyRef(table, policy.name),
    sql: ({ table, policy }) => createPolicyStatements(table, policy),
    inverse: ({ table, policy }) => ({
      kind: "dropPolicy",
      table,
      name: policy.name,
      previous: policy,
    }),
    effects: ({ table, policy }) => creation(policy, { table }),
    place: () => ["table", 19],
  },

  alterPolicy: {
    subject: ({ table, name }) => policyRef(table, name),
    sql: ({ table, name, changes }) => [
      words(`ALTER ${objectSql(policyRef(table, name))}`, ...clauses(changes)),
    ],
    inverse: swapped,
    effects: ({ table, name, changes, previous }) => ({
      alters: [key.policy(table, name)],
      needs: tableAndRoles(table, changes.to),
      releases: (previous?.to ?? []).map(key.role),
    }),
    place: () => ["table", 18],
    detail: ({ changes, previous }) => changedFields(changes, previous),
  },

  dropPolicy: dropped<OperationOf<"dropPolicy">>({
    subject: ({ table, name }) => policyRef(table, name),
    create: (policy, { table }) => ({ kind: "createPolicy", table, policy }),
    creation,
    place: ["table", 0],
  }),

  enableRowLevelSecurity: rowSecurity("ENABLE", "disableRowLevelSecurity", 15),
  disableRowLevelSecurity: rowSecurity("DISABLE", "enableRowLevelSecurity", 16),
};

type RowSecurityKind = "enableRowLevelSecurity" | "disableRowLevelSecurity";

function rowSecurity(word: string, opposite: RowSecurityKind, place: number) {
  return {
    subject: ({ table }) => ({ kind: "table", ...table }),
    sql: ({ table }) => [alterTable(table, `${word} ROW LEVEL SECURITY`)],
    inverse: ({ table }) => ({ kind: opposite, table }),
    effects: ({ table }) => ({
      alters: [key.rowSecurity(table)],
      needs: [key.relation(table)],
    }),
    place: () => ["table", place],
  } satisfies Rule<OperationOf<RowSecurityKind>>;
}

function policyRef(table: QualifiedName, name: string): ObjectRef<"policy"> {
  return { kind: "policy", table, name };
}

function creation({ name, to }: Policy, { table }: { readonly table: QualifiedName }) {
  return { creates: [key.policy(table, name)], needs: tableAndRoles(table, to) };
}

/** Its expressions may read any column. */
function tableAndRoles(table: QualifiedName, roles: readonly string[] = []): readonly string[] {
  return [key.relation(table), key.columns(table), ...roles.map(key.role)];
}

/** `CREATE POLICY`, and the comment if the policy has one. */
export function createPolicyStatements(table: QualifiedName, policy: Policy): readonly string[] {
  const { to, using, withCheck } = policy;
  const isForEverybody = to.length === 0 || to.join() === "public";
  const object = policyRef(table, policy.name);
  return [
    words(
      `CREATE ${objectSql(object)}`,
      policy.as === "restrictive" && "AS RESTRICTIVE",
      policy.for !== "all" && `FOR ${policy.for.toUpperCase()}`,
      ...clauses(defined({ to: isForEverybody ? undefined : to, using, withCheck })),
    ),
    ...newComment(object, policy.comment),
  ];
}

function clauses({ to, using, withCheck }: PolicyChanges): readonly string[] {
  return [
    ...(to === undefined ? [] : [`TO ${roleList(to)}`]),
    ...(using === undefined ? [] : [`USING ${inParentheses(using)}`]),
    ...(withCheck === undefined ? [] : [`WITH CHECK ${inParentheses(withCheck)}`]),
  ];
}
