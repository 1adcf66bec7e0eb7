import type { Connection } from "../../database/connection.js";
import { nameKey } from "../../schema/identifiers.js";
import type { Policy, Schema } from "../../schema/types.js";

const selves = new Set(["current_user", "current_role", "session_user"]);

/**
 * Lets a policy for `current_user` be equal to one for the role of that name: PostgreSQL keeps
 * the role, not the word. One query, and none where no policy has such a word.
 * https://www.postgresql.org/docs/current/sql-createpolicy.html
 */
export async function settlePolicyRoles(
  connection: Connection,
  actual: Schema,
  desired: Schema,
): Promise<Schema> {
  const isOpen = desired.tables.some((table) =>
    table.policies.some((policy) => policy.to.some((role) => selves.has(role))),
  );
  if (!isOpen) return desired;
  const [row] = await connection.query<{ current: string; session: string }>(
    "select current_user as current, session_user as session",
  );
  const named = (role: string): string =>
    (role === "session_user" ? row?.session : selves.has(role) ? row?.current : role) ?? role;
  const tables = new Map(actual.tables.map((table) => [nameKey(table), table]));
  return {
    ...desired,
    tables: desired.tables.map((table) => {
      const there = tables.get(nameKey(table))?.policies ?? [];
      return {
        ...table,
        policies: table.policies.map((policy) => settleRoles(policy, there, named)),
      };
    }),
  };
}

function settleRoles(
  policy: Policy,
  there: readonly Policy[],
  named: (role: string) => string,
): Policy {
  const own = there.find((one) => one.name === policy.name);
  const roles = policy.to.map(named).sort();
  const isSame = own !== undefined && own.to.join("\0") === roles.join("\0");
  return isSame ? { ...policy, to: own.to } : policy;
}
