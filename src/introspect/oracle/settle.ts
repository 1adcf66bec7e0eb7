import type { Connection } from "../../database/connection.js";
import { defined } from "../../defined.js";
import { type Expression, mapExpressions } from "../../schema/expressions.js";
import { nameKey, quoteLiteral } from "../../schema/identifiers.js";
import type { Policy, Schema, View } from "../../schema/types.js";
import { settleIndexes } from "./settle-indexes.js";
import { inBoth, type SettleOptions } from "./subjects.js";
import { type Settled, settleTexts } from "./texts.js";
import {
  columnsIn,
  columnsToNew,
  type RenamedColumn,
  type Translation,
  translation,
} from "./translation.js";

export type { Settled } from "./texts.js";
export type { SettleOptions } from "./subjects.js";

/**
 * Gives `desired` the spelling of `actual` wherever both mean the same. Takes a constant number of
 * round trips, none if everything is equal. Changes nothing in the database.
 */
export async function settle(
  connection: Connection,
  actual: Schema,
  desired: Schema,
  options: SettleOptions,
): Promise<Settled> {
  const { renamed = [] } = options;
  const names = translation(renamed);
  const own = renamed.length === 0 ? actual : respell(actual, names, columnsIn(renamed));
  const meant = await settleNames(connection, actual, desired);
  const settled = await settleTexts(connection, { actual: own, desired: meant }, options, names);
  if (settled.unasked > 0) return settled;
  return { ...settled, desired: await settleIndexes(connection, settled, options, names) };
}

/** A schema whose texts use the new names of objects, and of columns of other tables. */
function respell(schema: Schema, names: Translation, columns: readonly RenamedColumn[]): Schema {
  const { toNew } = names;
  // Types already have their new names, which may be old names of others.
  const withTypes = false;
  const toNewTexts = ({ place, relation, sql }: Expression): string => {
    if (place.kind === "view") return toNew(sql);
    const elsewhere = columns.filter(({ table }) => nameKey(table) !== nameKey(relation));
    return columnsToNew(toNew(sql), elsewhere);
  };
  return mapExpressions(schema, toNewTexts, { withTypes });
}

/** The same for names of collations, roles, tablespaces and access methods. At most one query. */
async function settleNames(
  connection: Connection,
  actual: Schema,
  desired: Schema,
): Promise<Schema> {
  const collated = openCollations(actual, desired);
  const policies = new Map(actual.tables.map((table) => [nameKey(table), table.policies]));
  const views = new Map(actual.views.map((view) => [nameKey(view), view]));
  const isOpen =
    collated.length > 0 ||
    desired.tables.some((table) =>
      table.policies.some(({ to }) => to.some((role) => selves.has(role))),
    ) ||
    desired.views.some((view) => isStoredOtherwise(view, views.get(nameKey(view))));
  const tests = collated.map(({ sql }) => sql).join(", ");
  const [session] = isOpen ? await connection.query<Session>(sessionQuery(tests)) : [];
  if (session === undefined) return desired;
  const same = new Map(
    collated.flatMap(({ column, own }, i) => (session.same[i] ? [[column, own.collation]] : [])),
  );
  return {
    ...desired,
    tables: desired.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) =>
        same.has(column) ? defined({ ...column, collation: same.get(column) }) : column,
      ),
      policies: table.policies.map((policy) =>
        settleRoles(policy, policies.get(nameKey(table)) ?? [], session),
      ),
    })),
    views: desired.views.map((view) => {
      const own = views.get(nameKey(view));
      return own !== undefined && isStoredOtherwise(view, own)
        ? settleStorage(view, own, session)
        : view;
    }),
  };
}

/**
 * Columns whose collation the database spells differently: a model may omit the schema, or name the
 * type's own collation. An unknown collation counts as none.
 */
function openCollations(actual: Schema, desired: Schema) {
  const oid = (collation: string): string =>
    `pg_catalog.to_regcollation(${quoteLiteral(collation)})`;
  return inBoth(actual.tables, desired.tables).flatMap((pair) => {
    const columns = new Map(pair.actual.columns.map((column) => [column.name, column]));
    return pair.desired.columns.flatMap((column) => {
      const own = columns.get(column.name);
      const { collation } = column;
      if (own === undefined || collation === undefined || own.collation === collation) return [];
      const there =
        own.collation === undefined
          ? `(select t.typcollation from pg_catalog.pg_type t
            where t.oid = pg_catalog.to_regtype(${quoteLiteral(own.type.sql)}))`
          : oid(own.collation);
      return [{ column, own, sql: `coalesce(${oid(collation)}::oid = ${there}, false)` }];
    });
  });
}

interface Session {
  readonly [name: string]: unknown;
  /** Whether each pair of collations is the same. */
  readonly same: readonly boolean[];
  readonly current: string;
  readonly session: string;
  /** The database's default tablespace. */
  readonly database: string;
  readonly tablespace: string | null;
  readonly method: string;
}

const sessionQuery = (tests: string): string => `select array[${tests}]::boolean[] as same,
    current_user as current, session_user as session,
    d.spcname as database, nullif(current_setting('default_tablespace'), '') as tablespace,
    current_setting('default_table_access_method') as method
  from pg_catalog.pg_tablespace d
  where d.oid = (select dattablespace from pg_catalog.pg_database
    where datname = current_database())`;

const selves: ReadonlySet<string> = new Set(["current_user", "current_role", "session_user"]);

/**
 * A policy for `current_user` may equal one for the role of that name, because PostgreSQL stores
 * the role.
 * https://www.postgresql.org/docs/current/sql-createpolicy.html
 */
function settleRoles(policy: Policy, there: readonly Policy[], session: Session): Policy {
  const own = there.find(({ name }) => name === policy.name);
  const roles = policy.to
    .map((role) => {
      if (role === "session_user") return session.session;
      return selves.has(role) ? session.current : role;
    })
    .sort();
  return own !== undefined && own.to.join("\0") === roles.join("\0")
    ? { ...policy, to: own.to }
    : policy;
}

function isStoredOtherwise(view: View, own: View | undefined): boolean {
  return (
    view.materialized &&
    own !== undefined &&
    (own.tablespace !== view.tablespace || own.using !== view.using)
  );
}

/** PostgreSQL does not store the name of the default tablespace, and fills in its settings. */
function settleStorage(view: View, own: View, session: Session): View {
  const { tablespace, using } = view;
  const place = tablespace ?? session.tablespace ?? session.database;
  const method = using ?? session.method;
  return defined({
    ...view,
    tablespace: place === (own.tablespace ?? session.database) ? own.tablespace : tablespace,
    using: method === (own.using ?? "heap") ? own.using : using,
  });
}
