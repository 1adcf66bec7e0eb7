/** Whether a refusal in a scratch database tells about the plan, or about the scratch database. */
import type { Connection } from "../../database/connection.js";
import type { DatabaseError } from "../../database/errors.js";
import { quoteLiteral } from "../../schema/identifiers.js";
import type { RefusedCreation } from "./create-all.js";
import { Mentions } from "./mentions.js";

/** The scratch database lacks something that the database has, so that nothing is proven there. */
export class Incomplete extends Error {
  override readonly name = "Incomplete";

  constructor(
    reason: string,
    /** Whether it may be otherwise in one that has a copy of everything. */
    readonly canHaveMore = false,
  ) {
    super(reason);
  }
}

/**
 * Undefined tables, columns, functions, objects, schemas; what follows from a missing cast, operator
 * class or key. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const absent = /^(42P01|42P02|42703|42704|42883|3F000|42804|42846|42830|42725|42P17|42P22)$/;

/** What PostgreSQL looks for by the types at hand. */
const byTypes = /^(42704|42883|42804|42846|42725|42P17|42P22)$/;

const implicit = new Set(["extension", "cast", "operator", "operatorClass", "operatorFamily"]);

/** Syntax errors, features that are not supported, definitions and parameters that are invalid. */
const unsupported = /^(42601|0A000|42P13|42P16|22023)$/;

export interface Lacking {
  readonly source: Connection;
  readonly scratch: Connection;
  /** What could not be created in it. */
  readonly refused: readonly RefusedCreation[];
  /** Whether all that the source has was tried. */
  readonly isWhole: boolean;
}

/** What is lacking for this statement, if it was refused for that. */
export async function lackingFor(
  { sqlState, statement, where, message }: DatabaseError,
  lacking: Lacking,
): Promise<Incomplete | undefined> {
  const { source, scratch, isWhole } = lacking;
  const isElsewhere = source.kind !== scratch.kind;
  if (absent.test(sqlState)) {
    const reason = await refusalFor(statement, lacking, byTypes.test(sqlState));
    if (reason !== undefined) return new Incomplete(reason);
    // A function's text can name what no catalog knows that it uses.
    if (where !== undefined && !isWhole) return new Incomplete(message, true);
    const copy = lacking.refused.find(({ creation }) => creation.kind !== undefined);
    if (where !== undefined && copy !== undefined) return new Incomplete(sentence(copy));
  }
  if (!isElsewhere || !(absent.test(sqlState) || unsupported.test(sqlState))) return undefined;
  const isOlder = major(scratch) < major(source);
  // Since version 17 a function that fills a materialized view has another search path.
  const dependsOnVersion =
    (isOlder && unsupported.test(sqlState)) ||
    (where !== undefined && major(scratch) !== major(source));
  return differenceOfServers(statement, message, lacking, dependsOnVersion);
}

/**
 * @throws Incomplete when something that the plan changes could not be created
 */
export async function refuseUnfinished(lacking: Lacking): Promise<void> {
  const failed = lacking.refused.find(({ creation }) => creation.isRequired === true);
  if (failed === undefined) return;
  const { label, statements } = failed.creation;
  const others = lacking.refused.filter(({ creation }) => creation.isRequired !== true);
  const cause = await refusalFor(statements.join("\n"), { ...lacking, refused: others }, false);
  throw new Incomplete(cause ?? `the scratch database cannot be built: ${label}: ${failed.reason}`);
}

/**
 * The refusal that explains why the statement cannot run.
 *
 * @param isImplicit Whether something may be lacking that the statement does not name.
 */
async function refusalFor(
  statement: string,
  { refused, source }: Pick<Lacking, "refused" | "source">,
  isImplicit: boolean,
): Promise<string | undefined> {
  const mentions = new Mentions(statement);
  const named = refused.find(({ creation: { name } }) => name !== "" && mentions.has(name));
  if (named !== undefined) return sentence(named);
  const extensions = refused.filter(({ creation }) => creation.kind === "extension");
  for (const refusal of extensions) {
    const members = await membersOf(source, refusal.creation.name);
    if (members.some((name) => mentions.has(name))) return sentence(refusal);
  }
  const possible = refused.find(({ creation }) => implicit.has(creation.kind ?? ""));
  return isImplicit && possible !== undefined ? sentence(possible) : undefined;
}

function sentence({ creation, reason }: RefusedCreation): string {
  return `${creation.label} cannot be copied into a scratch database: ${reason}`;
}

async function membersOf(source: Connection, extension: string): Promise<readonly string[]> {
  const rows = await source.query<{ name: string }>(
    `select distinct o.name from pg_catalog.pg_extension e
      join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_extension'::regclass
        and d.refobjid = e.oid and d.deptype = 'e',
      lateral (
        select proname::text as name from pg_catalog.pg_proc where d.classid = 'pg_catalog.pg_proc'::regclass and oid = d.objid
        union all select typname from pg_catalog.pg_type where d.classid = 'pg_catalog.pg_type'::regclass and oid = d.objid
        union all select relname from pg_catalog.pg_class where d.classid = 'pg_catalog.pg_class'::regclass and oid = d.objid
        union all select opcname from pg_catalog.pg_opclass where d.classid = 'pg_catalog.pg_opclass'::regclass and oid = d.objid
        union all select lanname from pg_catalog.pg_language where d.classid = 'pg_catalog.pg_language'::regclass and oid = d.objid
        union all select amname from pg_catalog.pg_am where d.classid = 'pg_catalog.pg_am'::regclass and oid = d.objid
        union all select dictname from pg_catalog.pg_ts_dict where d.classid = 'pg_catalog.pg_ts_dict'::regclass and oid = d.objid
        union all select cfgname from pg_catalog.pg_ts_config where d.classid = 'pg_catalog.pg_ts_config'::regclass and oid = d.objid
        union all select collname from pg_catalog.pg_collation where d.classid = 'pg_catalog.pg_collation'::regclass and oid = d.objid
      ) o where e.extname = ${quoteLiteral(extension)}`,
  );
  return rows.map(({ name }) => name);
}

/** Names that PostgreSQL itself brings, of which another build may bring others. */
const ownNames = (text: string): string => `select distinct name from (
    select proname::text as name from pg_catalog.pg_proc where oid < 16384
    union all select typname from pg_catalog.pg_type where oid < 16384
    union all select collname from pg_catalog.pg_collation
    union all select opcname from pg_catalog.pg_opclass where oid < 16384
    union all select amname from pg_catalog.pg_am where oid < 16384
    union all select cfgname from pg_catalog.pg_ts_config where oid < 16384
    union all select tmplname from pg_catalog.pg_ts_template where oid < 16384
    union all select relname from pg_catalog.pg_class where oid < 16384
    union all select spcname from pg_catalog.pg_tablespace
    union all select name from pg_catalog.pg_settings) names
  where pg_catalog.strpos(${quoteLiteral(text)}, name) > 0`;

/** PGlite has a version of its own, without the server's tablespaces and some of its collations. */
async function differenceOfServers(
  statement: string,
  message: string,
  { source, scratch }: Lacking,
  dependsOnVersion: boolean,
): Promise<Incomplete | undefined> {
  const [there, here] = [
    await source.query<{ name: string }>(ownNames(statement)),
    await scratch.query<{ name: string }>(ownNames(statement)),
  ];
  const known = new Set(here.map(({ name }) => name));
  const mentions = new Mentions(statement);
  const missing = there.find(({ name }) => !known.has(name) && mentions.has(name));
  if (missing !== undefined) return new Incomplete(`PGlite has no "${missing.name}": ${message}`);
  return dependsOnVersion
    ? new Incomplete(
        `PGlite is PostgreSQL ${major(scratch)}, the server ${major(source)}: ${message}`,
      )
    : undefined;
}

function major({ serverVersion }: Connection): number {
  return Math.floor(serverVersion / 10_000);
}
