/** Whether an error in a scratch database is the plan's fault or the scratch database's. */
import type { Connection } from "../../database/connection.js";
import type { DatabaseError } from "../../database/errors.js";
import { catalogKinds } from "../../introspect/definitions/kinds.js";
import { quoteLiteral } from "../../schema/identifiers.js";
import type { RefusedCreation } from "./fill.js";
import { Mentions } from "./needed-objects.js";

/** The scratch database lacks something that the database has, so nothing can be proven there. */
export class Incomplete extends Error {
  override readonly name = "Incomplete";

  constructor(
    reason: string,
    readonly canHaveMore = false,
  ) {
    super(reason);
  }
}

/**
 * Undefined tables, columns, functions, objects and schemas, and what a missing cast, operator
 * class or key causes.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const absent = /^(42P01|42P02|42703|42704|42883|3F000|42804|42846|42830|42725|42P17|42P22)$/;

/** What PostgreSQL chooses by type. */
const byTypes = /^(42704|42883|42804|42846|42725|42P17|42P22)$/;

const implicit = new Set<string>([
  "extension",
  "cast",
  "operator",
  "operatorClass",
  "operatorFamily",
]);

/** Syntax errors, unsupported features, invalid definitions and parameters. */
const unsupported = /^(42601|0A000|42P13|42P16|22023)$/;

interface Lacking {
  readonly source: Connection;
  readonly scratch: Connection;
  readonly refused: readonly RefusedCreation[];
  readonly isWhole: boolean;
}

/** What is missing for this statement, if that is why it failed. */
export async function lackingFor(
  { sqlState, statement, where, message }: DatabaseError,
  lacking: Lacking,
): Promise<Incomplete | undefined> {
  const { source, scratch, isWhole } = lacking;
  const isElsewhere = source.kind !== scratch.kind;
  if (absent.test(sqlState)) {
    const reason = await refusalFor(statement, lacking, byTypes.test(sqlState));
    if (reason !== undefined) return new Incomplete(reason);
    // A function's text can mention objects that no catalog knows it uses.
    if (where !== undefined && !isWhole) return new Incomplete(message, true);
    const copy = lacking.refused.find(({ creation }) => creation.kind !== undefined);
    if (where !== undefined && copy !== undefined) return new Incomplete(sentence(copy));
  }
  if (!isElsewhere) return undefined;
  if (/^\s*CREATE EXTENSION\b/i.test(statement)) return new Incomplete(`PGlite: ${message}`);
  if (!(absent.test(sqlState) || unsupported.test(sqlState))) return undefined;
  // PGlite lacks the server's tablespaces and some of its collations.
  const here = new Set(await ownNames(scratch, statement));
  const mentions = new Mentions(statement);
  const missing = (await ownNames(source, statement)).find(
    (name) => !here.has(name) && mentions.has(name),
  );
  if (missing !== undefined) return new Incomplete(`PGlite has no "${missing}": ${message}`);
  const [ours, theirs] = [major(scratch), major(source)];
  // Since PostgreSQL 17, a function that fills a materialized view has another search path.
  const dependsOnVersion =
    (ours < theirs && unsupported.test(sqlState)) || (where !== undefined && ours !== theirs);
  return dependsOnVersion
    ? new Incomplete(`PGlite is PostgreSQL ${ours}, the server ${theirs}: ${message}`)
    : undefined;
}

export async function refuseUnfinished(lacking: Lacking): Promise<void> {
  const failed = lacking.refused.find(({ creation }) => creation.isRequired === true);
  if (failed === undefined) return;
  const { label, statements } = failed.creation;
  const others = lacking.refused.filter(({ creation }) => creation.isRequired !== true);
  const cause = await refusalFor(statements.join("\n"), { ...lacking, refused: others }, false);
  throw new Incomplete(cause ?? `the scratch database cannot be built: ${label}: ${failed.reason}`);
}

/** @param isImplicit whether something that the statement does not mention can be missing */
async function refusalFor(
  statement: string,
  { refused, source }: Pick<Lacking, "refused" | "source">,
  isImplicit: boolean,
): Promise<string | undefined> {
  const mentions = new Mentions(statement);
  const named = refused.find(({ creation }) => creation.name && mentions.has(creation.name));
  if (named !== undefined) return sentence(named);
  const extensions = refused.filter(({ creation }) => creation.kind === "extension");
  for (const refusal of extensions) {
    const members = await membersOf(source, refusal.creation.name ?? "");
    if (members.some((name) => mentions.has(name))) return sentence(refusal);
  }
  const possible = refused.find(({ creation }) => implicit.has(creation.kind ?? ""));
  return isImplicit && possible !== undefined ? sentence(possible) : undefined;
}

function sentence({ creation, reason }: RefusedCreation): string {
  return `${creation.label} cannot be copied into a scratch database: ${reason}`;
}

/** The catalogs of what SQL can mention by name, each with its name column. */
const namedCatalogs = new Map(
  Object.values(catalogKinds).flatMap(({ catalog, prefix }) =>
    prefix === undefined || catalog === "pg_operator" ? [] : [[catalog, `${prefix}name`]],
  ),
);

/** @param where a condition on `oid`, for a catalog of this name */
function namesWhere(where: (catalog: string) => string): string {
  const queries = Array.from(
    namedCatalogs,
    ([catalog, column]) =>
      `select ${column}::text as name from pg_catalog.${catalog} where ${where(catalog)}`,
  );
  return queries.join(" union all ");
}

async function membersOf(source: Connection, extension: string): Promise<readonly string[]> {
  const members = namesWhere(
    (catalog) => `d.classid = 'pg_catalog.${catalog}'::regclass and oid = d.objid`,
  );
  const rows = await source.query<{ name: string }>(
    `select distinct o.name from pg_catalog.pg_extension e
      join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_extension'::regclass
        and d.refobjid = e.oid and d.deptype = 'e',
      lateral (${members}) o
      where e.extname = ${quoteLiteral(extension)}`,
  );
  return rows.map(({ name }) => name);
}

/** The catalogs of PostgreSQL's own objects. */
const builtIn = /^pg_(proc|type|collation|opclass|am|ts_config|ts_template|class)$/;

/** Names of PostgreSQL's own objects, which differ between builds. */
async function ownNames(connection: Connection, text: string): Promise<readonly string[]> {
  const own = namesWhere((catalog) =>
    builtIn.test(catalog) ? `oid < 16384 or '${catalog}' = 'pg_collation'` : "false",
  );
  const rows = await connection.query<{ name: string }>(
    `select distinct name from (${own}
        union all select spcname from pg_catalog.pg_tablespace
        union all select name from pg_catalog.pg_settings) names
      where pg_catalog.strpos(${quoteLiteral(text)}, name) > 0`,
  );
  return rows.map(({ name }) => name);
}

function major({ serverVersion }: Connection): number {
  return Math.floor(serverVersion / 10_000);
}
