import { checkKeys, fail, requireName } from "./arguments.js";
import type { OpContext } from "./context.js";
import { given } from "./given.js";

export interface RoleOptions {
  readonly createDb?: boolean;
  readonly createRole?: boolean;
  readonly inherit?: boolean;
}

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

export function roleMethods({ run }: OpContext): RoleMethods {
  const keys = ["createDb", "createRole", "inherit"] as const;
  return {
    createRole: async (name, options = {}) => {
      checkKeys("createRole", options, keys);
      const defaults = { createDb: false, createRole: false, inherit: true };
      const role = requireName("createRole", "name", name);
      await run({ kind: "createRole", role: { name: role, ...defaults, ...given(options) } });
    },
    alterRole: async (name, options) => {
      checkKeys("alterRole", options, keys);
      const changes = given(options);
      if (Object.keys(changes).length === 0) {
        throw fail("alterRole", "no change is given", `Give at least one of ${keys.join(", ")}.`);
      }
      await run({ kind: "alterRole", name: requireName("alterRole", "name", name), changes });
    },
    renameRole: async (from, to) =>
      run({
        kind: "renameRole",
        from: requireName("renameRole", "old name", from),
        to: requireName("renameRole", "new name", to),
      }),
    dropRole: async (name) =>
      run({ kind: "dropRole", name: requireName("dropRole", "name", name) }),
  };
}
