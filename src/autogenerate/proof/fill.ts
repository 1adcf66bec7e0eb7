/** Copies part of a database into an empty one. */
import { compare } from "../../compare/compare.js";
import type { Connection } from "../../database/connection.js";
import {
  type DatabaseObject,
  type DatabaseObjects,
  readDefinitions,
} from "../../introspect/definitions/objects.js";
import { compile, describeOperation } from "../../operations/rules.js";
import type { Operation } from "../../operations/types.js";
import { quoteIdentifier, quoteLiteral } from "../../schema/identifiers.js";
import { emptySchema, type Schema, type Table } from "../../schema/types.js";

/** Fills an empty database and sets its session like `source`. Returns what failed. */
export async function fill(
  target: Connection,
  source: Connection,
  given: Schema,
  copied: readonly DatabaseObject[],
  found: DatabaseObjects,
): Promise<readonly RefusedCreation[]> {
  const missing = await missingRoles(source, target);
  const roles = given.roles.filter(({ name }) => missing.includes(name));
  const described = { ...given, roles };
  const others = missing.filter((name) => !roles.some((role) => role.name === name));
  // A new database has a schema `public`, but this one may have none.
  const hasPublic = found.objects.some(({ kind, name }) => kind === "schema" && name === "public");
  const objects = new Map(copied.map((object) => [object.id, object]));
  const definitions = await readDefinitions(source, copied);
  const there = { ...emptySchema, namespaces: described.namespaces };
  await target.batch(
    `SET check_function_bodies = off; SET client_min_messages = warning; SET search_path = ''`,
  );
  const refused = await createAll(target, [
    ...others.map((name) => detail(`CREATE ROLE ${quoteIdentifier(name)}`)),
    ...(hasPublic ? [] : [detail("DROP SCHEMA IF EXISTS public")]),
    ...described.namespaces.map(({ name }) =>
      detail(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)}`),
    ),
    ...definitions.map((definition) => ({ ...objects.get(definition.id), ...definition })),
    ...compare(there, described, { catalogs: true }).upgrade.map(creationOf),
  ]);
  // `name=value`, as in `pg_db_role_setting`.
  const settings = found.settings.map((text) => {
    const [name = "", ...value] = text.split("=");
    return detail(`SELECT ${setConfig(name, value.join("="))}`);
  });
  await createAll(target, settings);
  const path = setConfig("search_path", found.searchPath);
  await target.batch(`RESET check_function_bodies; RESET client_min_messages; SELECT ${path}`);
  return refused;
}

function setConfig(name: string, value: string): string {
  return `pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, false)`;
}

function detail(statement: string): Creation {
  return { label: statement, statements: [statement] };
}

/** The role may be unable to set owners, privileges and comments; a plan does not need them. */
function creationOf(operation: Operation): Creation {
  const label = describeOperation(operation);
  const statements = statementsOf(operation);
  const instead = operation.kind === "createTable" ? defaultsLater(operation.table) : [];
  const isDetail = /^(execute|grant|revoke|commentOn)$/.test(operation.kind);
  return { label, statements, instead, isRequired: !isDetail };
}

function statementsOf(operation: Operation): readonly string[] {
  return compile(operation).map(({ sql }) => sql);
}

/** A default or check can call a function that takes or reads the table itself. */
function defaultsLater(table: Table): readonly string[] {
  const columns = table.columns.map(({ default: _, ...column }) => column);
  const later = [
    ...table.columns.flatMap(({ name: column, default: value }): readonly Operation[] =>
      value === undefined
        ? []
        : [{ kind: "alterColumn", table, column, changes: { default: value } }],
    ),
    ...table.checks.map((constraint): Operation => {
      return { kind: "createCheckConstraint", table, constraint };
    }),
  ];
  const bare: Operation = { kind: "createTable", table: { ...table, columns, checks: [] } };
  return later.length === 0 ? [] : [bare, ...later].flatMap(statementsOf);
}

/** Roles that another server does not have; the same server has them all. */
async function missingRoles(source: Connection, target: Connection): Promise<readonly string[]> {
  if (target.kind === source.kind) return [];
  const query = "select rolname as name from pg_catalog.pg_roles where rolname !~ '^pg_'";
  const there = new Set((await target.query(query)).map(({ name }) => name));
  const roles = await source.query<{ name: string }>(query);
  return roles.map(({ name }) => name).filter((name) => !there.has(name));
}

interface Creation extends Partial<Pick<DatabaseObject, "kind" | "name">> {
  readonly label: string;
  readonly statements: readonly string[];
  /** To be run one by one if the statements fail. */
  readonly instead?: readonly string[];
  /** Absent if a failure does not matter. */
  readonly isRequired?: boolean;
}

export interface RefusedCreation {
  readonly creation: Creation;
  readonly reason: string;
}

/** Each creation takes locks until the transaction ends, and the server has room for thousands. */
const AT_ONCE = 200;

/** Creates what it can, in rounds, because objects depend on each other: 200 per round trip. */
export async function createAll(
  connection: Connection,
  creations: readonly Creation[],
): Promise<readonly RefusedCreation[]> {
  let refused: readonly RefusedCreation[] = [];
  for (let start = 0; start < creations.length; start += AT_ONCE) {
    const next = creations.slice(start, start + AT_ONCE);
    refused = await inRounds(connection, [...refused.map(({ creation }) => creation), ...next]);
  }
  const open = refused.map(({ creation }) => creation);
  const pieces = open.flatMap(({ instead = [], ...creation }) =>
    instead.map((statement) => ({ ...creation, statements: [statement] })),
  );
  if (pieces.length === 0) return refused;
  return createAll(connection, [...pieces, ...open.filter(({ instead = [] }) => !instead.length)]);
}

/** A statement that tries each creation on its own, as long as some succeed. */
async function inRounds(
  connection: Connection,
  creations: readonly Creation[],
): Promise<readonly RefusedCreation[]> {
  const statements = JSON.stringify(creations.map((creation) => creation.statements));
  const [, rows = []] = await connection.batch(
    `DO ${quoteLiteral(loop(quoteLiteral(statements)))};
    SELECT pg_catalog.current_setting('gen.refused')::jsonb AS refused`,
  );
  return Object.entries(rows[0]?.["refused"] ?? {}).flatMap(([index, reason]) => {
    const creation = creations[Number(index)];
    return creation === undefined ? [] : [{ creation, reason: String(reason) }];
  });
}

const loop = (statements: string): string => `
  DECLARE
    creations jsonb[] := array(SELECT value FROM pg_catalog.jsonb_array_elements(${statements}::jsonb));
    open int[] := array(SELECT i FROM pg_catalog.generate_series(1, pg_catalog.cardinality(creations)) i);
    refused jsonb;
    still int[];
    creation int;
    statement text;
  BEGIN
    LOOP
      refused := '{}';
      still := '{}';
      FOREACH creation IN ARRAY open LOOP
        BEGIN
          FOR statement IN SELECT pg_catalog.jsonb_array_elements_text(creations[creation]) LOOP
            EXECUTE statement;
          END LOOP;
        EXCEPTION WHEN OTHERS THEN
          refused := refused || pg_catalog.jsonb_build_object(creation - 1, SQLERRM);
          still := still || creation;
        END;
      END LOOP;
      EXIT WHEN still = '{}' OR still = open;
      open := still;
    END LOOP;
    PERFORM pg_catalog.set_config('gen.refused', refused::text, false);
  END`;
