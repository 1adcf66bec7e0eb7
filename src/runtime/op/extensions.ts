import { defined } from "../../defined.js";
import * as read from "./arguments.js";
import { type Methods, type OptionsOf, withArguments } from "./method.js";

const options = {
  /** Where its objects are created; by default where PostgreSQL puts them. */
  schema: read.schema,
  /** By default the newest that the server has. */
  version: read.name("version"),
};

const changes = { schema: read.schema };

export interface ExtensionOptions extends OptionsOf<typeof options> {}

export interface ExtensionChangeOptions extends OptionsOf<typeof changes> {}

export interface ExtensionMethods {
  /**
   * Installs an extension. The role needs the right to do so: most extensions want a superuser,
   * those that are marked as trusted only CREATE on the database.
   *
   * @example await op.createExtension("vector");
   * @example await op.createExtension("pg_trgm", { schema: "extensions" });
   */
  createExtension(name: string, options?: ExtensionOptions): Promise<void>;

  /**
   * Moves the extension's objects to another schema, if the extension allows it.
   *
   * @example await op.alterExtension("pg_trgm", { schema: "extensions" });
   */
  alterExtension(name: string, changes: ExtensionChangeOptions): Promise<void>;

  /**
   * Drops an extension; PostgreSQL refuses while something uses it.
   *
   * @example await op.dropExtension("pg_trgm");
   */
  dropExtension(name: string): Promise<void>;
}

export const extensionMethods: Methods<ExtensionMethods> = {
  createExtension: withArguments(
    [read.name(), read.options(options)],
    (name, { schema, version }) => ({
      kind: "createExtension",
      extension: { name, ...defined({ schema }) },
      ...defined({ version }),
    }),
  ),
  alterExtension: { name: read.name(), changes: read.changes(changes) },
  dropExtension: { name: read.name() },
};
