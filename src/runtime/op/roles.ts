import * as read from "./arguments.js";
import { type Methods, type OptionsOf, withArguments } from "./method.js";
import { renameGlobal } from "./objects.js";

const attributes = {
  /** Whether the role can create databases. Default: false. */
  createDb: read.flag,
  /** Whether the role can create roles. Default: false. */
  createRole: read.flag,
  /** Whether the role has the privileges of roles that it is a member of. Default: true. */
  inherit: read.flag,
};

export interface RoleOptions extends OptionsOf<typeof attributes> {}

export interface RoleMethods {
  /**
   * Creates a role that cannot log in. Roles belong to the whole server, not to one database.
   * @example await op.createRole("driver");
   */
  createRole(name: string, options?: RoleOptions): Promise<void>;

  /**
   * Changes the given options of a role.
   * @example await op.alterRole("driver", { inherit: false });
   */
  alterRole(name: string, changes: RoleOptions): Promise<void>;

  /** Renames a role. @example await op.renameRole("driver", "operator"); */
  renameRole(from: string, to: string): Promise<void>;

  /**
   * Drops a role. PostgreSQL refuses while it owns objects or has privileges in any database.
   * @example await op.dropRole("driver");
   */
  dropRole(name: string): Promise<void>;
}

export const roleMethods: Methods<RoleMethods> = {
  createRole: withArguments([read.name(), read.options(attributes)], (name, options) => ({
    kind: "createRole",
    role: { name, createDb: false, createRole: false, inherit: true, ...options },
  })),
  alterRole: { name: read.name(), changes: read.changes(attributes) },
  renameRole: renameGlobal("role"),
  dropRole: { name: read.name() },
};
