import type { SQLWrapper } from "drizzle-orm";
import * as read from "./arguments.js";
import {
  type Inputs,
  type Methods,
  type OptionsOf,
  type Readers,
  withArguments,
} from "./method.js";
import { rename, setSchema } from "./objects.js";
import type { Expression, ObjectName } from "./types.js";

/** The query of a view: SQL as a string or as Drizzle's `sql`, or a query of its query builder. */
export type ViewQuery = Expression | SQLWrapper;

const viewOptions = {
  /** Options by Drizzle's names: `{ securityInvoker: true, checkOption: "cascaded" }`. */
  with: read.storageParameters,
};

const materializedOptions = {
  /** The table access method. */
  using: read.unchecked<string>(),
  /** Storage parameters: `{ fillfactor: 70 }`. */
  with: read.storageParameters,
  tablespace: read.unchecked<string>(),
  /** Leaves the view empty. It cannot be read until it is refreshed. */
  withNoData: read.flag,
};

const refreshOptions = {
  /** Does not block reads. Requires a unique index on the view. */
  concurrently: read.flag,
  /** Empties the view. It cannot be read until it is refreshed. */
  withNoData: read.flag,
};

export interface CreateViewOptions extends OptionsOf<typeof viewOptions> {}
export interface CreateMaterializedViewOptions extends OptionsOf<typeof materializedOptions> {}
export interface RefreshOptions extends OptionsOf<typeof refreshOptions> {}

const changes = {
  /** Options to set. `null` resets an option to its default. */
  with: read.resettableParameters,
};

export interface AlterViewOptions extends Inputs<typeof changes> {}

export interface ViewMethods {
  /**
   * Creates a view.
   * @example
   * await op.createView("active_users", "SELECT id, email FROM users WHERE active", {
   *   with: { securityInvoker: true },
   * });
   */
  createView(name: ObjectName, query: ViewQuery, options?: CreateViewOptions): Promise<void>;

  /**
   * Changes the options of a view. To change its query, drop and create it.
   * @example await op.alterView("active_users", { with: { checkOption: null } });
   */
  alterView(name: ObjectName, changes: AlterViewOptions): Promise<void>;

  /** Renames a view. @example await op.renameView("active", "active_users"); */
  renameView(name: ObjectName, to: string): Promise<void>;

  /** Moves a view to another schema. @example await op.setViewSchema("active_users", "reports"); */
  setViewSchema(name: ObjectName, schema: string): Promise<void>;

  /**
   * Drops a view. PostgreSQL refuses while another view reads it.
   * @example await op.dropView("active_users");
   */
  dropView(name: ObjectName): Promise<void>;

  /**
   * Creates a materialized view and fills it, unless `withNoData` is true.
   * @example await op.createMaterializedView("totals", "SELECT count(*) FROM commands");
   */
  createMaterializedView(
    name: ObjectName,
    query: ViewQuery,
    options?: CreateMaterializedViewOptions,
  ): Promise<void>;

  /**
   * Changes the storage parameters of a materialized view.
   * @example await op.alterMaterializedView("totals", { with: { fillfactor: 90 } });
   */
  alterMaterializedView(name: ObjectName, changes: AlterViewOptions): Promise<void>;

  /**
   * Renames a materialized view.
   * @example await op.renameMaterializedView("totals", "command_totals");
   */
  renameMaterializedView(name: ObjectName, to: string): Promise<void>;

  /**
   * Moves a materialized view to another schema, with its indexes.
   * @example await op.setMaterializedViewSchema("totals", "reports");
   */
  setMaterializedViewSchema(name: ObjectName, schema: string): Promise<void>;

  /**
   * Runs the query of a materialized view again.
   * @example await op.refreshMaterializedView("totals", { concurrently: true });
   */
  refreshMaterializedView(name: ObjectName, options?: RefreshOptions): Promise<void>;

  /**
   * Drops a materialized view and its indexes. PostgreSQL refuses while a view reads it.
   * @example await op.dropMaterializedView("totals");
   */
  dropMaterializedView(name: ObjectName): Promise<void>;
}

export const viewMethods: Methods<ViewMethods> = {
  createView: create(false, viewOptions),
  alterView: alter(false),
  renameView: rename("view"),
  setViewSchema: setSchema("view"),
  dropView: drop(false),
  createMaterializedView: create(true, materializedOptions),
  alterMaterializedView: alter(true),
  renameMaterializedView: rename("materializedView"),
  setMaterializedViewSchema: setSchema("materializedView"),
  dropMaterializedView: drop(true),
  refreshMaterializedView: { view: read.object(), options: read.options(refreshOptions) },
};

function create<const O extends Readers>(materialized: boolean, options: O) {
  return withArguments(
    [read.object(), read.query, read.options(options)],
    (name, definition, given) => ({
      kind: "createView",
      view: { ...name, materialized, definition, with: {}, dependsOn: [], ...given },
    }),
  );
}

function alter(materialized: boolean) {
  const readChanges = read.record({}, changes);
  return withArguments([read.object(), readChanges], (view, { with: options = {} }) => {
    if (Object.keys(options).length > 0) {
      return { kind: "alterView", view, materialized, with: options };
    }
    throw read.fail("no option is given", "Give them as { with: { … } }.");
  });
}

function drop(materialized: boolean) {
  return withArguments([read.object()], (view) => ({ kind: "dropView", view, materialized }));
}
