import * as read from "./arguments.js";
import { type Methods, withArguments } from "./method.js";
import { renameGlobal } from "./objects.js";

export interface SchemaMethods {
  /** Creates a schema. @example await op.createSchema("fleet"); */
  createSchema(name: string): Promise<void>;

  /**
   * Drops an empty schema. PostgreSQL refuses if it contains anything.
   * @example await op.dropSchema("fleet");
   */
  dropSchema(name: string): Promise<void>;

  /**
   * Renames a schema. Its objects stay in it.
   * @example await op.renameSchema("fleet", "vehicles");
   */
  renameSchema(from: string, to: string): Promise<void>;
}

export const schemaMethods: Methods<SchemaMethods> = {
  createSchema: withArguments([read.name()], (name) => ({
    kind: "createSchema",
    namespace: { name },
  })),
  dropSchema: { name: read.name() },
  renameSchema: renameGlobal("schema"),
};
