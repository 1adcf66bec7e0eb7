import type { PrivilegeOperation, PrivilegeTarget } from "../../operations/types.js";
import { call, nameOf, unusual } from "../literals.js";
import type { Calls } from "./calls.js";

export const privilegeCalls: Calls<PrivilegeOperation> = {
  grant: (operation) => {
    const { privileges, target, to } = operation;
    const given = unusual(operation, { withGrantOption: false });
    return call("op.grant", privileges, targetOf(target), to, given);
  },
  revoke: (operation) => {
    const { privileges, target, from } = operation;
    const given = unusual(operation, { grantOptionOnly: false });
    return call("op.revoke", privileges, targetOf(target), from, given);
  },
};

function targetOf({ on, name }: PrivilegeTarget): unknown {
  const written = typeof name === "string" ? name : nameOf(name);
  return on === "table" ? written : { on, name: written };
}
