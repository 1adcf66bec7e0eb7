/** A database that has what the migrations make, and a version table that says nothing of it. */
import { readFileSync } from "node:fs";
import type { Connection } from "../database/connection.js";
import { type GenError, integrityError } from "../errors.js";
import type { Step } from "../revisions/version-rows.js";
import { displayName, nameKey, quoteLiteral } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";

/**
 * Refuses an upgrade from nothing whose tables exist already: it would fail where it creates the
 * first of them, after it has committed the migrations before. Only migrations are judged that do
 * nothing but call `op`'s own methods, one after the other, as generated ones do: others may look
 * at what is there.
 */
export async function refuseForgottenStamp(
  connection: Connection,
  steps: readonly Step[],
): Promise<void> {
  const created = createdBy(steps);
  const first = created.find(({ tables }) => tables.length > 0);
  if (first === undefined) return;
  const existing = await existingOf(
    connection,
    created.flatMap(({ tables }) => tables),
  );
  const has = (table: QualifiedName): boolean => existing.has(nameKey(table));
  const there = first.tables.filter(has);
  if (there.length === 0) return;
  throw notStamped(first.revision, there, reached(created, has));
}

interface Created {
  readonly revision: string;
  readonly tables: readonly QualifiedName[];
}

/** The newest revision up to which all tables exist; none if the first lacks one already. */
function reached(
  created: readonly Created[],
  has: (table: QualifiedName) => boolean,
): string | undefined {
  const missing = created.findIndex(({ tables }) => !tables.every(has));
  const whole = missing === -1 ? created : created.slice(0, missing);
  return whole.findLast(({ tables }) => tables.length > 0)?.revision;
}

function notStamped(
  revision: string,
  tables: readonly QualifiedName[],
  reachedRevision: string | undefined,
): GenError {
  const shown = tables.slice(0, 3).map(displayName).join(", ");
  const more = tables.length > 3 ? ` and ${tables.length - 3} more` : "";
  const known =
    reachedRevision === undefined
      ? "Some of its tables are missing, so first see what the database has: `gen check`."
      : `All tables up to ${reachedRevision} exist. If the database has everything else of these revisions too, record that:\n\`gen stamp ${reachedRevision}\``;
  return integrityError(
    "not_stamped",
    `The version table says that no migration has been run, but objects that ${revision} creates exist: ${shown}${more}. Nothing was run.`,
    `${known}\nIf they are another application's tables, use another database or schema, or rename yours.`,
  );
}

/** As far as the migrations can be judged. */
function createdBy(steps: readonly Step[]): readonly Created[] {
  const created: Created[] = [];
  for (const { revision } of steps) {
    const tables = tablesCreatedIn(revision.path);
    if (tables === undefined) break;
    created.push({ revision: revision.revision, tables });
  }
  return created;
}

const CALL =
  /^ {2}await op\.createTable\(\s*(?:("(?:[^"\\]|\\.)*")|\{\s*schema:\s*("(?:[^"\\]|\\.)*"),\s*name:\s*("(?:[^"\\]|\\.)*"),?\s*\})/gm;

/** Anything but calls of `op` that add something: it may look at what is there, or make it go. */
const UNCERTAIN =
  /\bop\b(?!\.(?:create|add|alterColumn|commentOn|grant|revoke|enable|validate|bulkInsert))|\b(?:if|try|for|while|switch)\b|\?/;

/** Those that a migration surely creates; `undefined` where it cannot be told by reading it. */
function tablesCreatedIn(path: string): readonly QualifiedName[] | undefined {
  const body = bodyOfUpgrade(path);
  if (body === undefined || UNCERTAIN.test(withoutStrings(body))) return undefined;
  return [...body.matchAll(CALL)].map(([, plain, schema, name]) =>
    plain === undefined
      ? { schema: textOf(schema), name: textOf(name) }
      : { schema: "public", name: textOf(plain) },
  );
}

function bodyOfUpgrade(path: string): string | undefined {
  try {
    const text = readFileSync(path, "utf8");
    return /^export async function upgrade\(.*\{$([\s\S]*?)^\}/m.exec(text)?.[1];
  } catch {
    return undefined;
  }
}

function withoutStrings(code: string): string {
  return code.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\/.*$/gm, '""');
}

function textOf(literal = '""'): string {
  return String(JSON.parse(literal));
}

/** Relations of any kind stand in the way of a table of their name. */
async function existingOf(
  connection: Connection,
  tables: readonly QualifiedName[],
): Promise<ReadonlySet<string>> {
  const pairs = tables.map(
    ({ schema, name }) => `(${quoteLiteral(schema)}, ${quoteLiteral(name)})`,
  );
  const rows = await connection.query(
    `SELECT n.nspname::text AS schema, c.relname::text AS name
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE (n.nspname, c.relname) IN (${pairs.join(", ")})`,
  );
  return new Set(
    rows.map((row) => nameKey({ schema: String(row["schema"]), name: String(row["name"]) })),
  );
}
