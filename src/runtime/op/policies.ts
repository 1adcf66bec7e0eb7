import type { Policy } from "../../schema/types.js";
import * as read from "./arguments.js";
import { type Methods, type OptionsOf, withArguments } from "./method.js";
import { renameOnTable } from "./objects.js";
import type { ObjectName } from "./types.js";

const changes = {
  /** Names of roles, or PostgreSQL's words such as "public" (the default) and "current_user". */
  to: read.roles,
  /** The condition for existing rows: which ones a command can see and change. */
  using: read.expression("using"),
  /** The condition for new rows: which ones a command can write. */
  withCheck: read.expression("withCheck"),
};

const options = {
  /** Default: "permissive". */
  as: read.unchecked<Policy["as"]>(),
  /** The command. Default: "all". */
  for: read.unchecked<Policy["for"]>(),
  ...changes,
};

export interface AlterPolicyOptions extends OptionsOf<typeof changes> {}
export interface CreatePolicyOptions extends OptionsOf<typeof options> {}

/** Each method takes the policy's name first and its table second. */
export interface PolicyMethods {
  /**
   * Creates a policy for row-level security. It has no effect before `enableRowLevelSecurity`.
   * @example
   * await op.createPolicy("own_rows", "vehicles", {
   *   for: "select", to: "driver", using: "owner_id = current_setting('app.user')::integer",
   * });
   */
  createPolicy(name: string, table: ObjectName, options?: CreatePolicyOptions): Promise<void>;

  /**
   * Changes the given options of a policy. To change `as` or `for`, drop and create it.
   * @example await op.alterPolicy("own_rows", "vehicles", { to: ["driver", "admin"] });
   */
  alterPolicy(name: string, table: ObjectName, changes: AlterPolicyOptions): Promise<void>;

  /** Renames a policy. @example await op.renamePolicy("own_rows", "vehicles", "owners_rows"); */
  renamePolicy(name: string, table: ObjectName, to: string): Promise<void>;

  /**
   * Drops a policy. Row-level security stays enabled: a table without policies shows no rows.
   * @example await op.dropPolicy("own_rows", "vehicles");
   */
  dropPolicy(name: string, table: ObjectName): Promise<void>;

  /**
   * Enables row-level security: the table's policies apply to everyone except its owner, superusers
   * and roles with BYPASSRLS.
   * @example await op.enableRowLevelSecurity("vehicles");
   */
  enableRowLevelSecurity(table: ObjectName): Promise<void>;

  /**
   * Disables row-level security. The policies stay, without effect.
   * @example await op.disableRowLevelSecurity("vehicles");
   */
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
