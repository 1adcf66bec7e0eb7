import type { PrivilegeOperation, PrivilegeTarget } from "../../operations/types.js";
import { call, nameOf, options, unless } from "../literals.js";
import type { Calls } from "./calls.js";

export const privilegeCalls: Calls<PrivilegeOperation> = {
  grant: ({ privileges, target, to, withGrantOption }) => {
    const given = options({ withGrantOption: unless(false, withGrantOption) });
    return call("op.grant", privileges, targetOf(target), to, given);
  },
  revoke: ({ privileges, target, from, grantOptionOnly }) => {
    const given = options({ grantOptionOnly: unless(false, grantOptionOnly) });
    return call("op.revoke", privileges, targetOf(target), from, given);
  },
};

function targetOf({ on, name }: PrivilegeTarget): unknown {
  const written = typeof name === "string" ? name : nameOf(name);
  return on === "table" ? written : { on, name: written };
}
