/** What is no expression, and yet said in several ways: collations, roles, places of storage. */
import type { Connection } from "../../database/connection.js";
import { defined } from "../../defined.js";
import { nameKey, quoteLiteral } from "../../schema/identifiers.js";
import type { Column, Policy, Schema, View } from "../../schema/types.js";
import { commonTables } from "./subjects.js";

/**
 * Gives columns, policies and materialized views of `desired` the names of `actual` wherever both
 * mean the same. At most two queries, and none where nothing is open.
 */
export async function settleNames(
  connection: Connection,
  actual: Schema,
  desired: Schema,
): Promise<Schema> {
  const collations = await sameCollations(connection, actual, desired);
  const tables = new Map(actual.tables.map((table) => [nameKey(table), table]));
  const views = new Map(actual.views.map((view) => [nameKey(view), view]));
  const isOpen =
    desired.tables.some(({ policies }) =>
      policies.some(({ to }) => to.some((role) => selves.has(role))),
    ) || desired.views.some((view) => isStoredOtherwise(view, views.get(nameKey(view))));
  const [session] = isOpen ? await connection.query<Session>(sessionQuery) : [];
  return {
    ...desired,
    tables: desired.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => {
        const own = collations.get(column);
        if (own === undefined) return column;
        const { collation: _, ...rest } = column;
        return { ...rest, ...defined({ collation: own.collation }) };
      }),
      policies: table.policies.map((policy) =>
        session === undefined
          ? policy
          : settleRoles(policy, tables.get(nameKey(table))?.policies ?? [], session),
      ),
    })),
    views: desired.views.map((view) => {
      const own = views.get(nameKey(view));
      return session !== undefined && own !== undefined && isStoredOtherwise(view, own)
        ? settleStorage(view, own, session)
        : view;
    }),
  };
}

/**
 * Columns of the models by those whose collation they have: a model may leave the schema to the
 * search path, or say what is the type's own. What is no collation here is the same as nothing.
 */
async function sameCollations(
  connection: Connection,
  actual: Schema,
  desired: Schema,
): Promise<ReadonlyMap<Column, Column>> {
  const open = commonTables(actual, desired).flatMap((pair) => {
    const columns = new Map(pair.actual.columns.map((column) => [column.name, column]));
    return pair.desired.columns.flatMap((column) => {
      const own = columns.get(column.name);
      const { collation } = column;
      return own === undefined || collation === undefined || own.collation === collation
        ? []
        : [{ column, own, collation }];
    });
  });
  if (open.length === 0) return new Map();
  const oid = (collation: string): string =>
    `pg_catalog.to_regcollation(${quoteLiteral(collation)})`;
  const tests = open.map(({ own, collation }) => {
    const there =
      own.collation === undefined
        ? `(select t.typcollation from pg_catalog.pg_type t
            where t.oid = pg_catalog.to_regtype(${quoteLiteral(own.type.sql)}))`
        : oid(own.collation);
    return `coalesce(${oid(collation)}::oid = ${there}, false)`;
  });
  const [row] = await connection.query<{ same: readonly boolean[] }>(
    `select array[${tests.join(", ")}] as same`,
  );
  return new Map(open.flatMap(({ column, own }, i) => (row?.same[i] ? [[column, own]] : [])));
}

interface Session {
  readonly [name: string]: string | null;
  readonly current: string;
  readonly session: string;
  /** The database's own tablespace. */
  readonly database: string;
  readonly tablespace: string | null;
  readonly method: string;
}

const sessionQuery = `select current_user as current, session_user as session,
    d.spcname as database, nullif(current_setting('default_tablespace'), '') as tablespace,
    current_setting('default_table_access_method') as method
  from pg_catalog.pg_tablespace d
  where d.oid = (select dattablespace from pg_catalog.pg_database
    where datname = current_database())`;

const selves: ReadonlySet<string> = new Set(["current_user", "current_role", "session_user"]);

/**
 * A policy for `current_user` may be one for the role of that name: PostgreSQL keeps the role, not
 * the word. https://www.postgresql.org/docs/current/sql-createpolicy.html
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

/**
 * PostgreSQL keeps no name of the database's own tablespace, and takes what its settings say for
 * what is not said.
 */
function settleStorage(view: View, own: View, session: Session): View {
  const { tablespace, using, ...rest } = view;
  const place = tablespace ?? session.tablespace ?? session.database;
  const method = using ?? session.method;
  return {
    ...rest,
    ...defined({
      tablespace: place === (own.tablespace ?? session.database) ? own.tablespace : tablespace,
      using: method === (own.using ?? "heap") ? own.using : using,
    }),
  };
}
