/** Two databases, whatever made them. */
import { compare } from "../../compare/compare.js";
import type { Connection } from "../../database/connection.js";
import { introspect } from "../../introspect/introspect.js";
import { settle } from "../../introspect/oracle/settle.js";
import { readOtherObjects } from "../../introspect/others.js";
import type { Introspection, IntrospectionScope, NoteKind } from "../../introspect/types.js";
import type { Operation } from "../../operations/types.js";
import { displayName, nameKey } from "../../schema/identifiers.js";
import type { Role, Schema, Table } from "../../schema/types.js";
import { withPossibleExtras } from "./possible-extras.js";
import { differingAttributes, differingOthers } from "./uncompared.js";

export interface Difference {
  /** What makes the one the other. */
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** Sentences about what was left out. */
  readonly notes: readonly string[];
}

/**
 * What makes one database like another, in everything that a {@link Schema} describes. They may be
 * on different servers. Changes nothing.
 *
 * @throws GenError what the connections throw
 */
export async function compareDatabases(
  from: Connection,
  to: Connection,
  scope: IntrospectionScope,
): Promise<Difference> {
  const [actual, desired] = await introspectBoth(from, to, scope);
  const special = specialTables(actual.schema, desired.schema);
  // What is special there stays as it is, but it follows a type that is made anew.
  const there = without(actual.schema, special, (table) => table.special === undefined);
  const others = [
    await readOtherObjects(from, scope.schemas),
    await readOtherObjects(to, scope.schemas),
  ] as const;
  const asked = without(desired.schema, special);
  const wanted = withPossibleExtras(there, asked, others[0]);
  const settled = await settle(
    from,
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
      ...differingOthers(...others),
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

/** A role that only one side's policies name may exist on the other all the same. */
async function introspectBoth(
  from: Connection,
  to: Connection,
  scope: IntrospectionScope,
): Promise<readonly [Introspection, Introspection]> {
  const desired = await introspect(to, scope);
  const roles = [...(scope.roles ?? []), ...desired.schema.roles.map(({ name }) => name)];
  return [await introspect(from, { ...scope, roles }), desired];
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
