/** Compares two databases: the operations between them, and what else differs. */
import { compare } from "../../compare/compare.js";
import { attributedParts } from "../../compare/kinds/attributes.js";
import { createExtra, partner } from "../../compare/kinds/extras.js";
import { match } from "../../compare/match.js";
import type { Connection } from "../../database/connection.js";
import { type OtherObject, readOtherObjects } from "../../introspect/definitions/objects.js";
import { introspect } from "../../introspect/introspect.js";
import { settle } from "../../introspect/oracle/settle.js";
import type { Introspection, IntrospectionScope, Note } from "../../introspect/types.js";
import { alterAttribute, attributesOf, canReset, ownerName } from "../../operations/attributes.js";
import type { Operation } from "../../operations/types.js";
import { displayName, nameKey } from "../../schema/identifiers.js";
import type { Extra, Schema, Table, View } from "../../schema/types.js";
import { listed } from "../listed.js";

export interface Difference {
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** Sentences about what is not compared. */
  readonly notes: readonly string[];
}

export async function compareDatabases(
  from: Connection,
  to: Connection,
  scope: IntrospectionScope,
): Promise<Difference> {
  const desired = await readState(to, scope);
  // A role that only one side's policies mention may exist on the other side too.
  const roles = [...(scope.roles ?? []), ...desired.found.schema.roles.map(({ name }) => name)];
  return compareStates(from, await readState(from, { ...scope, roles }), desired);
}

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

/** @param connection to the database in the first state */
export async function compareStates(
  connection: Connection,
  { found: actual, others: actualOthers }: DatabaseState,
  { found: desired, others: desiredOthers }: DatabaseState,
): Promise<Difference> {
  // Partitioned, foreign and inherited tables, which Drizzle cannot declare.
  const special = new Map(
    [...actual.schema.tables, ...desired.schema.tables].flatMap((table) =>
      table.special === undefined ? [] : [[nameKey(table), displayName(table)]],
    ),
  );
  const ordinary = (schema: Schema, isKept: (table: Table) => boolean): Schema => ({
    ...schema,
    tables: schema.tables.filter((table) => isKept(table) || !special.has(nameKey(table))),
  });
  // Special tables stay as they are, but follow a type that is recreated.
  const there = ordinary(actual.schema, (table) => table.special !== undefined);
  const asked = ordinary(desired.schema, () => false);
  const wanted = withPossibleExtras(there, asked, actualOthers);
  // Roles belong to the server: missing ones are created, and none is changed.
  const known = new Set(there.roles.map(({ name }) => name));
  const roles = wanted.roles.filter(({ name }) => !known.has(name));
  const { searchPath, dependencies } = actual;
  const settled = await settle(connection, there, { ...wanted, roles }, { searchPath });
  const options = { dependencies, catalogs: true, attributes: true };
  const { upgrade, downgrade, obstacles } = compare(settled.actual, settled.desired, options);
  const notes = [...actual.notes, ...desired.notes].filter(({ kind }) => toldKinds.has(kind));
  return {
    upgrade,
    downgrade,
    notes: [
      ...[...special.values()].map(
        (name) => `${name} is not compared: it is not an ordinary table.`,
      ),
      ...new Set(notes.map(({ message }) => message)),
      ...differingAttributes(there, asked, wanted),
      ...differingOthers(actualOthers, desiredOthers),
      ...obstacles.map(
        ({ kind, name, table }) =>
          `The ${kind} ${name}${table === undefined ? "" : ` on ${table}`} blocks a change, and gen diff does not know its definition.`,
      ),
    ],
  };
}

/** Triggers whose functions do not exist, and memberships of publications, stay as they are. */
function withPossibleExtras(there: Schema, wanted: Schema, others: readonly OtherObject[]): Schema {
  const functions = new Set(
    others.flatMap(({ kind, name }) =>
      kind === "function" ? [name.slice(0, name.indexOf("("))] : [],
    ),
  );
  const present = new Map(
    [...there.tables, ...there.views].map((relation) => [nameKey(relation), relation]),
  );
  const possible = <T extends Table | View>(relation: T): T => {
    const own = present.get(nameKey(relation))?.extras ?? [];
    const { extras = [] } = relation;
    const kept = extras.filter((extra) => isPossible(extra, functions));
    const fixed = own.filter((extra) => {
      if (extra.kind === "publication") return true;
      const after = partner(extra, relation);
      return after !== undefined && !kept.includes(after);
    });
    return { ...relation, extras: [...kept, ...fixed] };
  };
  return { ...wanted, tables: wanted.tables.map(possible), views: wanted.views.map(possible) };
}

/** As `pg_get_triggerdef` prints it at the end. */
const triggerFunction = / EXECUTE FUNCTION ((?:"(?:[^"]|"")*"|[^("])+)\(/s;

/** Functions of extensions are not in the list. If the extension is missing, a note says so. */
function isPossible({ kind, create }: Extra, functions: ReadonlySet<string>): boolean {
  if (kind === "publication") return false;
  const called = triggerFunction.exec(create[0] ?? "")?.[1];
  // PostgreSQL's own functions have no schema.
  return kind !== "trigger" || !called?.includes(".") || functions.has(called);
}

/** What catalogs know and Drizzle cannot declare. Tables without it are omitted anyway. */
const toldKinds: ReadonlySet<Note["kind"]> = new Set([
  "temporalConstraint",
  "notEnforcedConstraint",
  "partialSetNull",
  "invalidIndex",
]);

/** All schemas of a database, except those of PostgreSQL and extensions. */
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

/**
 * @param wanted the desired schema that was compared: `to`, with those extras of `from` that stay
 */
export function differingAttributes(from: Schema, to: Schema, wanted: Schema): readonly string[] {
  const compared = new Set(
    [...wanted.tables, ...wanted.views].flatMap(({ extras = [] }) => extras),
  );
  const other = new Map(
    uncompared(to, (extra) => !compared.has(extra)).map((part) => [part.key, part.statements]),
  );
  const differences = uncompared(from, (extra) => compared.has(extra)).flatMap(
    ({ key, name, statements }) => {
      const theirs = other.get(key);
      if (theirs === undefined) return [];
      const only = (side: string, own: readonly string[], others: readonly string[]) =>
        own.filter((sql) => !others.includes(sql)).map((sql) => ({ name, side, sql }));
      return [...only("first", statements, theirs), ...only("second", theirs, statements)];
    },
  );
  const isAboutRights = ({ sql }: { readonly sql: string }): boolean =>
    /^(?:GRANT|REVOKE) | OWNER TO /.test(sql);
  const owned = new Set(differences.filter(isAboutRights).map(({ name }) => name));
  return [
    ...differences
      .filter((difference) => !isAboutRights(difference))
      .map(({ side, sql }) => `Not compared, and only the ${side} has it: ${sql}`),
    ...(owned.size === 0
      ? []
      : [`Different but not compared: owners and privileges of ${list(owned)}.`]),
  ];
}

export function differingOthers(
  from: readonly OtherObject[],
  to: readonly OtherObject[],
): readonly string[] {
  const keyOf = ({ kind, name }: OtherObject): string => `${kind} ${name}`;
  const { both, removed, added } = match(from, to, keyOf);
  const changed = both.filter((pair) => pair.actual.definition !== pair.desired.definition);
  const differing = [...removed, ...added, ...changed.map((pair) => pair.actual)].toSorted(
    (a, b) => (keyOf(a) < keyOf(b) ? -1 : 1),
  );
  return [...new Set(differing.map(({ kind }) => kind))].map((kind) => {
    const names = differing.filter((object) => object.kind === kind).map(({ name }) => name);
    return `Different or only on one side, but not compared: ${kind} ${list(names)}.`;
  });
}

function list(names: Iterable<string>): string {
  return listed([...names], { last: ", " });
}

interface Uncompared {
  readonly key: string;
  readonly name: string;
  readonly statements: readonly string[];
}

/** All objects that can have attributes or extras. */
function uncompared(schema: Schema, isLeft: (extra: Extra) => boolean): readonly Uncompared[] {
  const parts = attributedParts(schema).map(({ of, attributes, type }) => ({
    key: JSON.stringify(of),
    name: ownerName(of),
    statements: attributesOf(of, attributes, type)
      .filter((attribute) => !canReset(attribute))
      .flatMap((attribute) => alterAttribute(undefined, attribute)),
  }));
  const extras = [...schema.tables, ...schema.views].map((relation) => ({
    key: `extras ${nameKey(relation)}`,
    name: displayName(relation),
    statements: (relation.extras ?? [])
      .filter(isLeft)
      .flatMap((extra) => createExtra(relation, extra)),
  }));
  return [...parts, ...extras].map(({ statements, ...part }) => ({
    ...part,
    statements: statements.map((sql) => sql.replaceAll(/\s+/g, " ")),
  }));
}
