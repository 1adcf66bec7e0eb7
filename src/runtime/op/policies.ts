import type { Policy } from "../../schema/types.js";
import * as read from "./arguments.js";
import { type Methods, type OptionsOf, withArguments } from "./method.js";
import { renameOnTable } from "./objects.js";
import type { ObjectName } from "./types.js";

const changes = {
  /** Roles by name; "public" (the default), "current_user" and the like are PostgreSQL's words. */
  to: read.roles,
  using: read.expression("using"),
  withCheck: read.expression("withCheck"),
};

const options = {
  as: read.unchecked<Policy["as"]>(),
  for: read.unchecked<Policy["for"]>(),
  ...changes,
};

export interface AlterPolicyOptions extends OptionsOf<typeof changes> {}
export interface CreatePolicyOptions extends OptionsOf<typeof options> {}

/** The name of the policy comes first, the table second. */
export interface PolicyMethods {
  /**
   * Says nothing about whether policies are in force: that is `enableRowLevelSecurity`.
   *
   * @example
   * await op.createPolicy("own_rows", "vehicles", {
   *   for: "select", to: "driver", using: "owner_id = current_setting('app.user')::integer",
   * });
   */
  createPolicy(name: string, table: ObjectName, options?: CreatePolicyOptions): Promise<void>;

  /** @example await op.alterPolicy("own_rows", "vehicles", { to: ["driver", "admin"] }); */
  alterPolicy(name: string, table: ObjectName, changes: AlterPolicyOptions): Promise<void>;

  /** @example await op.renamePolicy("own_rows", "vehicles", "owners_rows"); */
  renamePolicy(name: string, table: ObjectName, to: string): Promise<void>;

  /** @example await op.dropPolicy("own_rows", "vehicles"); */
  dropPolicy(name: string, table: ObjectName): Promise<void>;

  /** @example await op.enableRowLevelSecurity("vehicles"); */
  enableRowLevelSecurity(table: ObjectName): Promise<void>;

  /** @example await op.disableRowLevelSecurity("vehicles"); */
  disableRowLevelSecurity(table: ObjectName): Promise<void>;
}

export const policyMethods: Methods<PolicyMethods> = {
  createPolicy: withArguments(
    [read.name(), read.table, read.options(options)],
    (name, table, given) => ({
      kind: "createPolicy",
      table,
      policy: {
        name,
        to: ["public"],
        ...given,
        as: given.as ?? "permissive",
        for: given.for ?? "all",
      },
    }),
  ),
  alterPolicy: { name: read.name(), table: read.table, changes: read.changes(changes) },
  renamePolicy: renameOnTable("policy"),
  dropPolicy: { name: read.name(), table: read.table },
  enableRowLevelSecurity: { table: read.table },
  disableRowLevelSecurity: { table: read.table },
};
