import { type SQL } from "drizzle-orm";
import { PgRole, type PgPolicy, type PgTable } from "drizzle-orm/pg-core";
import { truncateIdentifier } from "../schema/identifiers.js";
import type { Policy } from "../schema/types.js";
import { is } from "./entity.js";
import { expressionSql } from "./expression.js";
import { isTable } from "./kinds.js";
import type { DescribeOptions } from "./options.js";

/** Describes a policy as it stands on a table. */
export function describePolicy(
  policy: PgPolicy,
  table: PgTable,
  options: DescribeOptions = {},
): Policy {
  const text = (expression: SQL): string =>
    expressionSql(expression, { casing: options.casing, table });
  return {
    name: truncateIdentifier(policy.name),
    as: policy.as ?? "permissive",
    for: policy.for ?? "all",
    to: rolesOf(policy.to),
    ...(policy.using !== undefined && { using: text(policy.using) }),
    ...(policy.withCheck !== undefined && { withCheck: text(policy.withCheck) }),
  };
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
  return isTable(table) ? table : undefined;
}
