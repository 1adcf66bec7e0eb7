import { defined } from "../../defined.js";
import type { PolicyOperation } from "../../operations/types.js";
import type { Policy } from "../../schema/types.js";
import { call, nameOf, options, sqlText, unless } from "../literals.js";
import type { Calls } from "./calls.js";

export const policyCalls: Calls<PolicyOperation> = {
  createPolicy: ({ table, policy }) =>
    call("op.createPolicy", policy.name, nameOf(table), policyOptions(policy, sqlText)),
  alterPolicy: ({ table, name, changes: { to, using, withCheck } }) =>
    call(
      "op.alterPolicy",
      name,
      nameOf(table),
      defined({ to: to && rolesOf(to), using: sqlText(using), withCheck: sqlText(withCheck) }),
    ),
  dropPolicy: ["name", "table"],
  enableRowLevelSecurity: ["table"],
  disableRowLevelSecurity: ["table"],
};

/** What is not PostgreSQL's default about a policy; `expression` writes SQL. */
export function policyOptions(
  { as, for: command, to, using, withCheck }: Policy,
  expression: (text: string) => unknown,
): object | undefined {
  return options({
    as: unless("permissive", as),
    for: unless("all", command),
    to: unless("public", rolesOf(to)),
    using: using === undefined ? undefined : expression(using),
    withCheck: withCheck === undefined ? undefined : expression(withCheck),
  });
}

function rolesOf(names: readonly string[]): string | readonly string[] {
  return names.length === 1 ? names.join() : names;
}
