import type { Connection } from "../../database/connection.js";
import { nameKey } from "../../schema/identifiers.js";
import type { Schema, View } from "../../schema/types.js";

/**
 * Gives the materialized views of `desired` the place and the access method of `actual` wherever
 * both mean the same: PostgreSQL keeps no name of the database's own tablespace, and takes what its
 * settings say for what is not said. One query, and none where no view is open.
 */
export async function settleStorage(
  connection: Connection,
  actual: Schema,
  desired: Schema,
): Promise<Schema> {
  const there = new Map(actual.views.map((view) => [nameKey(view), view]));
  const isOpen = (view: View): boolean => {
    const own = there.get(nameKey(view));
    return (
      view.materialized &&
      own !== undefined &&
      (own.tablespace !== view.tablespace || own.using !== view.using)
    );
  };
  if (!desired.views.some(isOpen)) return desired;
  const [defaults] = await connection.query<Defaults>(
    `select d.spcname as database, nullif(current_setting('default_tablespace'), '') as tablespace,
        current_setting('default_table_access_method') as method
      from pg_catalog.pg_tablespace d
      where d.oid = (select dattablespace from pg_catalog.pg_database
        where datname = current_database())`,
  );
  if (defaults === undefined) return desired;
  return {
    ...desired,
    views: desired.views.map((view) => {
      const own = there.get(nameKey(view));
      return own === undefined || !isOpen(view) ? view : settleView(view, own, defaults);
    }),
  };
}

interface Defaults {
  readonly [name: string]: string | null;
  /** The database's own tablespace. */
  readonly database: string;
  readonly tablespace: string | null;
  readonly method: string;
}

function settleView(view: View, own: View, defaults: Defaults): View {
  const { tablespace: _t, using: _u, ...rest } = view;
  const place = view.tablespace ?? defaults.tablespace ?? defaults.database;
  const method = view.using ?? defaults.method;
  const tablespace =
    place === (own.tablespace ?? defaults.database) ? own.tablespace : view.tablespace;
  const using = method === (own.using ?? "heap") ? own.using : view.using;
  return {
    ...rest,
    ...(tablespace !== undefined && { tablespace }),
    ...(using !== undefined && { using }),
  };
}
