import type { OpContext } from "./context.js";
import { requireName } from "./arguments.js";

export interface SchemaMethods {
  /** @example await op.createSchema("fleet"); */
  createSchema(name: string): Promise<void>;

  /**
   * Drops an empty schema; PostgreSQL refuses while something stands in it.
   *
   * @example await op.dropSchema("fleet");
   */
  dropSchema(name: string): Promise<void>;

  /** @example await op.renameSchema("fleet", "vehicles"); */
  renameSchema(from: string, to: string): Promise<void>;
}

export function schemaMethods({ run }: OpContext): SchemaMethods {
  return {
    createSchema: async (name) =>
      run({ kind: "createSchema", namespace: { name: requireName("createSchema", "name", name) } }),
    dropSchema: async (name) =>
      run({ kind: "dropSchema", name: requireName("dropSchema", "name", name) }),
    renameSchema: async (from, to) =>
      run({
        kind: "renameSchema",
        from: requireName("renameSchema", "old name", from),
        to: requireName("renameSchema", "new name", to),
      }),
  };
}
