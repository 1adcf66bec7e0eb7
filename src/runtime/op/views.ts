import type { SQLWrapper } from "drizzle-orm";
import {
  checkKeys,
  fail,
  queryText,
  requireName,
  requireObject,
  resettableParameters,
  storageParameters,
} from "./arguments.js";
import type { StorageParameters } from "./arguments.js";
import type { OpContext } from "./context.js";
import { given } from "./given.js";
import type { Expression, ObjectName } from "./types.js";

/** The query of a view: SQL as a string, Drizzle's `sql`, or a query of Drizzle's query builder. */
export type ViewQuery = Expression | SQLWrapper;

export interface CreateViewOptions {
  /** Drizzle's names: `{ securityInvoker: true, checkOption: "cascaded" }`. */
  readonly with?: StorageParameters;
}

export interface CreateMaterializedViewOptions {
  /** The table access method. */
  readonly using?: string;
  readonly with?: StorageParameters;
  readonly tablespace?: string;
  /** Leaves it empty, and unreadable until it is refreshed. */
  readonly withNoData?: boolean;
}

export interface AlterViewOptions {
  /** Options to set, and with `null` to reset. */
  readonly with: Readonly<Record<string, string | number | boolean | null>>;
}

export interface RefreshOptions {
  /** Without blocking readers; needs a unique index on the view. */
  readonly concurrently?: boolean;
  readonly withNoData?: boolean;
}

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

export function viewMethods({ run }: OpContext): ViewMethods {
  const alter =
    (method: string, materialized: boolean) =>
    async (name: ObjectName, changes: AlterViewOptions) => {
      checkKeys(method, changes, ["with"]);
      const options = resettableParameters(changes.with);
      if (Object.keys(options).length === 0) {
        throw fail(method, "no option is given", "Give them as { with: { … } }.");
      }
      const view = requireObject(method, "name", name);
      await run({ kind: "alterView", view, materialized, with: options });
    };
  const rename = (method: string, materialized: boolean) => async (name: ObjectName, to: string) =>
    run({
      kind: "renameView",
      view: requireObject(method, "name", name),
      materialized,
      to: requireName(method, "new name", to),
    });
  const move = (method: string, materialized: boolean) => async (name: ObjectName, to: string) =>
    run({
      kind: "setViewSchema",
      view: requireObject(method, "name", name),
      materialized,
      to: requireName(method, "schema", to),
    });
  const drop = (method: string, materialized: boolean) => async (name: ObjectName) =>
    run({ kind: "dropView", view: requireObject(method, "name", name), materialized });
  return {
    createView: create(run, "createView", false),
    alterView: alter("alterView", false),
    renameView: rename("renameView", false),
    setViewSchema: move("setViewSchema", false),
    dropView: drop("dropView", false),
    createMaterializedView: create(run, "createMaterializedView", true),
    alterMaterializedView: alter("alterMaterializedView", true),
    renameMaterializedView: rename("renameMaterializedView", true),
    setMaterializedViewSchema: move("setMaterializedViewSchema", true),
    dropMaterializedView: drop("dropMaterializedView", true),
    refreshMaterializedView: async (name, options = {}) => {
      const method = "refreshMaterializedView";
      checkKeys(method, options, ["concurrently", "withNoData"]);
      const view = requireObject(method, "name", name);
      await run({ kind: "refreshMaterializedView", view, ...given(options) });
    },
  };
}

function create(run: OpContext["run"], method: string, materialized: boolean) {
  const keys = materialized ? ["using", "with", "tablespace", "withNoData"] : ["with"];
  return async (
    name: ObjectName,
    query: ViewQuery,
    options: CreateMaterializedViewOptions = {},
  ): Promise<void> => {
    checkKeys(method, options, keys);
    const { with: parameters, ...rest } = options;
    await run({
      kind: "createView",
      view: {
        ...requireObject(method, "name", name),
        materialized,
        definition: queryText(method, query),
        with: storageParameters(parameters),
        dependsOn: [],
        ...given(rest),
      },
    });
  };
}
