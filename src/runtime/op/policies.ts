import type { PolicyChanges } from "../../operations/types.js";
import type { Policy } from "../../schema/types.js";
import {
  checkKeys,
  expressionText,
  fail,
  requireName,
  requireObject,
  roleNames,
} from "./arguments.js";
import type { OpContext } from "./context.js";
import type { Expression, ObjectName } from "./types.js";

export interface CreatePolicyOptions {
  readonly as?: Policy["as"];
  readonly for?: Policy["for"];
  /** Roles by name; "public" (the default), "current_user" and the like are PostgreSQL's words. */
  readonly to?: string | readonly string[];
  readonly using?: Expression;
  readonly withCheck?: Expression;
}

export type AlterPolicyOptions = Pick<CreatePolicyOptions, "to" | "using" | "withCheck">;

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

export function policyMethods({ run }: OpContext): PolicyMethods {
  return {
    createPolicy: async (name, table, options = {}) => {
      checkKeys("createPolicy", options, ["as", "for", "to", "using", "withCheck"]);
      const policy: Policy = {
        name: requireName("createPolicy", "name", name),
        as: options.as ?? "permissive",
        for: options.for ?? "all",
        to: ["public"],
        ...changesFrom("createPolicy", options),
      };
      const on = requireObject("createPolicy", "table", table);
      await run({ kind: "createPolicy", table: on, policy });
    },
    alterPolicy: async (name, table, options) => {
      checkKeys("alterPolicy", options, ["to", "using", "withCheck"]);
      const changes = changesFrom("alterPolicy", options);
      if (Object.keys(changes).length === 0) {
        throw fail(
          "alterPolicy",
          "no change is given",
          "Give at least one of to, using, withCheck.",
        );
      }
      await run({
        kind: "alterPolicy",
        table: requireObject("alterPolicy", "table", table),
        name: requireName("alterPolicy", "name", name),
        changes,
      });
    },
    renamePolicy: async (name, table, to) =>
      run({
        kind: "renamePolicy",
        table: requireObject("renamePolicy", "table", table),
        from: requireName("renamePolicy", "name", name),
        to: requireName("renamePolicy", "new name", to),
      }),
    dropPolicy: async (name, table) =>
      run({
        kind: "dropPolicy",
        table: requireObject("dropPolicy", "table", table),
        name: requireName("dropPolicy", "name", name),
      }),
    enableRowLevelSecurity: async (table) =>
      run({
        kind: "enableRowLevelSecurity",
        table: requireObject("enableRowLevelSecurity", "table", table),
      }),
    disableRowLevelSecurity: async (table) =>
      run({
        kind: "disableRowLevelSecurity",
        table: requireObject("disableRowLevelSecurity", "table", table),
      }),
  };
}

function changesFrom(method: string, options: AlterPolicyOptions): PolicyChanges {
  const { to, using, withCheck } = options;
  return {
    ...(to === undefined ? {} : { to: roleNames(method, to) }),
    ...(using === undefined ? {} : { using: expressionText(method, "using", using) }),
    ...(withCheck === undefined
      ? {}
      : { withCheck: expressionText(method, "withCheck", withCheck) }),
  };
}
