import { defined } from "../../defined.js";
import type { RoleOperation } from "../../operations/types.js";
import { call, unusual } from "../literals.js";
import type { Calls } from "./calls.js";

export const roleCalls: Calls<RoleOperation> = {
  createRole: ({ role }) => {
    const given = unusual(role, { createDb: false, createRole: false, inherit: true });
    return call("op.createRole", role.name, given);
  },
  alterRole: ({ name, changes: { createDb, createRole, inherit } }) =>
    call("op.alterRole", name, defined({ createDb, createRole, inherit })),
  dropRole: ["name"],
};
