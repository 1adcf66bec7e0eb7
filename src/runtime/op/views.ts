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

const views = methodsOf(false, viewOptions);
const materializedViews = methodsOf(true, materializedOptions);

export const viewMethods: Methods<ViewMethods> = {
  createView: views.create,
  alterView: views.alter,
  renameView: views.rename,
  setViewSchema: views.setSchema,
  dropView: views.drop,
  createMaterializedView: materializedViews.create,
  alterMaterializedView: materializedViews.alter,
  renameMaterializedView: materializedViews.rename,
  setMaterializedViewSchema: materializedViews.setSchema,
  dropMaterializedView: materializedViews.drop,
  refreshMaterializedView: { view: read.object(), options: read.options(refreshOptions) },
};

/** A view and a materialized one differ in the options of their creation alone. */
function methodsOf<const O extends Readers>(materialized: boolean, creation: O) {
  const kind = materialized ? "materializedView" : "view";
  return {
    create: withArguments(
      [read.object(), read.query, read.options(creation)],
      (name, definition, given) => ({
        kind: "createView",
        view: { ...name, materialized, definition, with: {}, dependsOn: [], ...given },
      }),
    ),
    alter: withArguments([read.object(), alterOptions], (view, given) => ({
      kind: "alterView",
      view,
      materialized,
      with: given,
    })),
    rename: rename(kind),
    setSchema: setSchema(kind),
    drop: withArguments([read.object()], (view) => ({ kind: "dropView", view, materialized })),
  };
}

const withReset = read.record({}, changes);

function alterOptions(
  input: AlterViewOptions,
  method: string,
): Readonly<Record<string, string | null>> {
  const { with: options = {} } = withReset(input, method);
  if (Object.keys(options).length > 0) return options;
  throw read.fail(method, "no option is given", "Give them as { with: { … } }.");
}
