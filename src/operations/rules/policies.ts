import { defined } from "../../defined.js";
import type { Policy, QualifiedName } from "../../schema/types.js";
import { changedFields } from "../changes.js";
import { key } from "../keys.js";
import { newComment, objectSql } from "../object-sql.js";
import { alterTable, given, inParentheses, words } from "../statement.js";
import type { OperationOf, PolicyChanges, PolicyOperation } from "../types.js";
import { roleList } from "./roles.js";
import { lifecycle, type Rule, type RulesOf, swapped } from "./rule.js";

const { create, drop } = lifecycle<OperationOf<"createPolicy">, OperationOf<"dropPolicy">>({
  subject: ({ table, name }) => ({ kind: "policy", table, name }),
  drop: ({ table, policy: previous }) => ({
    kind: "dropPolicy",
    table,
    name: previous.name,
    previous,
  }),
  create: (previous, { table }) => ({ kind: "createPolicy", table, policy: previous }),
  effects: ({ to }, { table }) => ({ needs: tableAndRoles(table, to) }),
  created: {
    sql: ({ table, policy }) => createPolicyStatements(table, policy),
    place: () => ["table", 19],
  },
  dropped: { place: () => ["table", 0] },
});

export const policyRules: RulesOf<PolicyOperation> = {
  createPolicy: create,
  dropPolicy: drop,

  alterPolicy: {
    subject: ({ table, name }) => ({ kind: "policy", table, name }),
    sql: ({ table, name, changes }) => [
      words(`ALTER ${objectSql({ kind: "policy", table, name })}`, ...clauses(changes)),
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

/** Its expressions can read any column. */
function tableAndRoles(table: QualifiedName, roles: readonly string[] = []): readonly string[] {
  return [key.relation(table), key.columns(table), ...roles.map(key.role)];
}

export function createPolicyStatements(
  table: QualifiedName,
  { name, as, for: command, to, using, withCheck, comment }: Policy,
): readonly string[] {
  const isForEverybody = to.length === 0 || to.join() === "public";
  const object = { kind: "policy", table, name } as const;
  return [
    words(
      `CREATE ${objectSql(object)}`,
      as === "restrictive" && "AS RESTRICTIVE",
      command !== "all" && `FOR ${command.toUpperCase()}`,
      ...clauses(defined({ to: isForEverybody ? undefined : to, using, withCheck })),
    ),
    ...newComment(object, comment),
  ];
}

function clauses({ to, using, withCheck }: PolicyChanges): readonly string[] {
  return given(
    to && `TO ${roleList(to)}`,
    using !== undefined && `USING ${inParentheses(using)}`,
    withCheck !== undefined && `WITH CHECK ${inParentheses(withCheck)}`,
  );
}
