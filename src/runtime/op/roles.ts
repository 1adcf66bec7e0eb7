import * as read from "./arguments.js";
import { type Methods, type OptionsOf, withArguments } from "./method.js";
import { renameGlobal } from "./objects.js";

const attributes = { createDb: read.flag, createRole: read.flag, inherit: read.flag };

export interface RoleOptions extends OptionsOf<typeof attributes> {}

export interface RoleMethods {
  /** Options that are not given are PostgreSQL's defaults. @example await op.createRole("driver"); */
  createRole(name: string, options?: RoleOptions): Promise<void>;

  /** @example await op.alterRole("driver", { inherit: false }); */
  alterRole(name: string, changes: RoleOptions): Promise<void>;

  /** @example await op.renameRole("driver", "operator"); */
  renameRole(from: string, to: string): Promise<void>;

  /** PostgreSQL refuses while the role owns something or has rights. */
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
