import { defined } from "../../defined.js";
import type { RoleOperation } from "../../operations/types.js";
import { call, options, unless } from "../literals.js";
import type { Calls } from "./calls.js";

export const roleCalls: Calls<RoleOperation> = {
  createRole: ({ role: { name, createDb, createRole, inherit } }) =>
    call(
      "op.createRole",
      name,
      options({
        createDb: unless(false, createDb),
        createRole: unless(false, createRole),
        inherit: unless(true, inherit),
      }),
    ),
  alterRole: ({ name, changes: { createDb, createRole, inherit } }) =>
    call("op.alterRole", name, defined({ createDb, createRole, inherit })),
  dropRole: ["name"],
};
