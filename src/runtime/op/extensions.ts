import { defined } from "../../defined.js";
import * as read from "./arguments.js";
import { type Methods, type OptionsOf, withArguments } from "./method.js";

const options = {
  /** The schema for its objects. Default: PostgreSQL's choice, usually `public`. */
  schema: read.schema,
  /** Default: the server's default version. */
  version: read.name("version"),
};

const changes = { schema: read.schema };

export interface ExtensionOptions extends OptionsOf<typeof options> {}

export interface ExtensionChangeOptions extends OptionsOf<typeof changes> {}

export interface ExtensionMethods {
  /**
   * Installs an extension. Most extensions require a superuser; trusted extensions require only the
   * privilege CREATE on the database.
   * @example await op.createExtension("vector");
   * @example await op.createExtension("pg_trgm", { schema: "extensions" });
   */
  createExtension(name: string, options?: ExtensionOptions): Promise<void>;

  /**
   * Moves the extension's objects to another schema, if the extension allows it.
   * @example await op.alterExtension("pg_trgm", { schema: "extensions" });
   */
  alterExtension(name: string, changes: ExtensionChangeOptions): Promise<void>;

  /**
   * Drops an extension. PostgreSQL refuses while another object depends on it.
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
