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

/** The query of a view: SQL as a string, Drizzle's `sql`, or a query of Drizzle's query builder. */
export type ViewQuery = Expression | SQLWrapper;

const viewOptions = {
  /** Drizzle's names: `{ securityInvoker: true, checkOption: "cascaded" }`. */
  with: read.storageParameters,
};

const materializedOptions = {
  /** The table access method. */
  using: read.unchecked<string>(),
  with: read.storageParameters,
  tablespace: read.unchecked<string>(),
  /** Leaves it empty, and unreadable until it is refreshed. */
  withNoData: read.flag,
};

const refreshOptions = {
  /** Without blocking readers; needs a unique index on the view. */
  concurrently: read.flag,
  withNoData: read.flag,
};

export interface CreateViewOptions extends OptionsOf<typeof viewOptions> {}
export interface CreateMaterializedViewOptions extends OptionsOf<typeof materializedOptions> {}
export interface RefreshOptions extends OptionsOf<typeof refreshOptions> {}

const changes = {
  /** Options to set, and with `null` to reset. */
  with: read.resettableParameters,
};

export interface AlterViewOptions extends Inputs<typeof changes> {}

export interface ViewMethods {
  /**
   * @example
   * await op.createView("active_users", "SELECT id, email FROM users WHERE active", {
   *   with: { securityInvoker: true },
   * });
   */
  createView(name: ObjectName, query: ViewQuery, options?: CreateViewOptions): Promise<void>;

  /** @example await op.alterView("active_users", { with: { checkOption: null } }); */
  alterView(name: ObjectName, changes: AlterViewOptions): Promise<void>;

  renameView(name: ObjectName, to: string): Promise<void>;

  setViewSchema(name: ObjectName, schema: string): Promise<void>;

  /** PostgreSQL refuses while another view reads it. */
  dropView(name: ObjectName): Promise<void>;

  /** @example await op.createMaterializedView("totals", "SELECT count(*) FROM commands"); */
  createMaterializedView(
    name: ObjectName,
    query: ViewQuery,
    options?: CreateMaterializedViewOptions,
  ): Promise<void>;

  /** @example await op.alterMaterializedView("totals", { with: { fillfactor: 90 } }); */
  alterMaterializedView(name: ObjectName, changes: AlterViewOptions): Promise<void>;

  renameMaterializedView(name: ObjectName, to: string): Promise<void>;

  setMaterializedViewSchema(name: ObjectName, schema: string): Promise<void>;

  /** @example await op.refreshMaterializedView("totals", { concurrently: true }); */
  refreshMaterializedView(name: ObjectName, options?: RefreshOptions): Promise<void>;

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
