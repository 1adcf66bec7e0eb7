/** Two databases, whatever made them. */
import { compare } from "../../compare/compare.js";
import type { Connection } from "../../database/connection.js";
import { introspect } from "../../introspect/introspect.js";
import { settle } from "../../introspect/oracle/settle.js";
import { type OtherObject, readOtherObjects } from "../../introspect/others.js";
import type { Introspection, IntrospectionScope, NoteKind } from "../../introspect/types.js";
import type { Operation } from "../../operations/types.js";
import { displayName, nameKey } from "../../schema/identifiers.js";
import type { Role, Schema, Table } from "../../schema/types.js";
import { withPossibleExtras } from "./possible-extras.js";
import { differingAttributes, differingOthers } from "./uncompared.js";

export interface Difference {
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** Sentences about what was left out. */
  readonly notes: readonly string[];
}

/** Compares everything that a {@link Schema} describes. The databases may be on different servers. */
export async function compareDatabases(
  from: Connection,
  to: Connection,
  scope: IntrospectionScope,
): Promise<Difference> {
  const desired = await readState(to, scope);
  // A role that only one side's policies name may exist on the other all the same.
  const roles = [...(scope.roles ?? []), ...desired.found.schema.roles.map(({ name }) => name)];
  return compareStates(from, await readState(from, { ...scope, roles }), desired);
}

/** What a database holds at one time. */
export interface DatabaseState {
  readonly found: Introspection;
  readonly others: readonly OtherObject[];
}

export async function readState(
  connection: Connection,
  scope: IntrospectionScope,
): Promise<DatabaseState> {
  return {
    found: await introspect(connection, scope),
    others: await readOtherObjects(connection, scope.schemas),
  };
}

/** @param connection To the database that is in the first state. */
export async function compareStates(
  connection: Connection,
  from: DatabaseState,
  to: DatabaseState,
): Promise<Difference> {
  const [actual, desired] = [from.found, to.found];
  const special = specialTables(actual.schema, desired.schema);
  // What is special there stays as it is, but it follows a type that is made anew.
  const there = without(actual.schema, special, (table) => table.special === undefined);
  const asked = without(desired.schema, special);
  const wanted = withPossibleExtras(there, asked, from.others);
  const settled = await settle(
    connection,
    there,
    { ...wanted, roles: missingRoles(there.roles, wanted.roles) },
    { searchPath: actual.searchPath },
  );
  const { upgrade, downgrade, obstacles } = compare(settled.actual, settled.desired, {
    dependencies: actual.dependencies,
    catalogs: true,
    attributes: true,
  });
  return {
    upgrade,
    downgrade,
    notes: [
      ...[...special.values()].map((name) => `${name} is left out: it is not an ordinary table.`),
      ...notesOf(actual, desired),
      ...differingAttributes(there, asked, wanted),
      ...differingOthers(from.others, to.others),
      ...obstacles.map(
        ({ kind, name, table }) =>
          `The ${kind} ${name}${table === undefined ? "" : ` on ${table}`} stands in the way of a change and is not described here.`,
      ),
    ],
  };
}

/** What the catalogs say in words that Drizzle does not have; tables without are left out anyway. */
function notesOf(...sides: readonly Introspection[]): readonly string[] {
  const kinds: ReadonlySet<NoteKind> = new Set([
    "temporalConstraint",
    "notEnforcedConstraint",
    "partialSetNull",
    "invalidIndex",
  ]);
  const notes = sides.flatMap((side) => side.notes.filter(({ kind }) => kinds.has(kind)));
  return [...new Set(notes.map(({ message }) => message))];
}

/** Every schema of a database but PostgreSQL's own and those of extensions. */
export async function userSchemas(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.query<{ name: string }>(
    `select n.nspname as name from pg_catalog.pg_namespace n
      where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and not exists (select from pg_catalog.pg_depend d
          where d.classid = 'pg_catalog.pg_namespace'::regclass and d.objid = n.oid
            and d.deptype = 'e')
      order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Roles are the server's, not the database's: they are made where they lack, and never changed. */
function missingRoles(there: readonly Role[], wanted: readonly Role[]): readonly Role[] {
  const names = new Set(there.map(({ name }) => name));
  return wanted.filter(({ name }) => !names.has(name));
}

/** Partitioned, foreign and inherited tables, for which there are no words: their names by key. */
function specialTables(...schemas: readonly Schema[]): ReadonlyMap<string, string> {
  const special = schemas.flatMap(({ tables }) => tables.filter((one) => one.special));
  return new Map(special.map((table) => [nameKey(table), displayName(table)]));
}

function without(
  schema: Schema,
  names: ReadonlyMap<string, string>,
  isMeant: (table: Table) => boolean = () => true,
): Schema {
  const tables = schema.tables.filter((table) => !names.has(nameKey(table)) || !isMeant(table));
  return { ...schema, tables };
}
