import type { SQL } from "drizzle-orm";
import { type PgPolicy, PgRole, PgTable } from "drizzle-orm/pg-core";
import { defined } from "../defined.js";
import { nameKey, truncateIdentifier } from "../schema/identifiers.js";
import type { Policy, QualifiedName } from "../schema/types.js";
import type { Models } from "./collect.js";
import { is, tableNameOf } from "./drizzle.js";
import type { Casing, DescribeOptions } from "./errors.js";
import { expressionSql } from "./sql/expression.js";

export function describePolicy(
  policy: PgPolicy,
  table: PgTable,
  options: DescribeOptions = {},
): Policy {
  const text = (expression: SQL | undefined): string | undefined =>
    expression && expressionSql(expression, { casing: options.casing, table });
  return defined({
    name: truncateIdentifier(policy.name),
    as: policy.as ?? "permissive",
    for: policy.for ?? "all",
    to: rolesOf(policy.to),
    using: text(policy.using),
    withCheck: text(policy.withCheck),
  });
}

/** Without roles a policy is for everyone, and with `public` the others say nothing more. */
function rolesOf(to: PgPolicy["to"]): readonly string[] {
  const list: readonly unknown[] = Array.isArray(to) ? to : [to];
  const names = new Set(
    list.map((role) => (is(role, PgRole) ? role.name : String(role ?? "public"))),
  );
  return names.size === 0 || names.has("public") ? ["public"] : [...names].sort();
}

/** The table that a policy was linked to outside of the table's own definition. */
export function linkedTable(policy: PgPolicy): PgTable | undefined {
  // Drizzle keeps it in a field that its types leave out.
  const table: unknown = Reflect.get(policy, "_linkedTable");
  return is(table, PgTable) ? table : undefined;
}

/** A policy that stands outside of its table: `pgPolicy(…).link(table)`. */
export interface LinkedPolicy {
  readonly table: QualifiedName;
  readonly policy: Policy;
  /** Where it is exported, for messages. */
  readonly file: string;
}

/** All policies that are linked to a table, whether or not the models export that table. */
export function linkedPolicies(
  models: Pick<Models, "policies">,
  casing: Casing | undefined,
): readonly LinkedPolicy[] {
  return models.policies.flatMap(({ value, file }) => {
    const table = linkedTable(value);
    // Exported for a table's extras to use: it is described there.
    if (table === undefined) return [];
    const policy = describePolicy(value, table, { casing, file });
    return [{ table: tableNameOf(table), policy, file }];
  });
}

export function foreignPolicies(
  models: Pick<Models, "policies" | "tables">,
  casing: Casing | undefined,
): readonly LinkedPolicy[] {
  const own = new Set(models.tables.map(({ value }) => nameKey(tableNameOf(value))));
  return linkedPolicies(models, casing).filter(({ table }) => !own.has(nameKey(table)));
}
