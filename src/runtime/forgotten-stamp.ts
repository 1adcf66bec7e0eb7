/** Databases that already have what the migrations create, with an empty version table. */
import { readFileSync } from "node:fs";
import { attempt } from "../attempt.js";
import type { Connection } from "../database/connection.js";
import { integrityError } from "../errors.js";
import type { Step } from "../revisions/version-rows.js";
import { displayName, nameKey, quoteLiteral } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";

/**
 * Refuses to upgrade from nothing if the tables already exist: the upgrade would fail where it
 * creates the first of them, after it has committed the migrations before. Considers only
 * migrations that do nothing but call `op`'s methods one after the other, as generated ones do:
 * others may check what exists.
 */
export async function refuseForgottenStamp(connection: Connection, steps: readonly Step[]) {
  const created: { readonly revision: string; readonly tables: readonly QualifiedName[] }[] = [];
  for (const { revision } of steps) {
    const tables = tablesCreatedIn(revision.path);
    if (tables === undefined) break;
    if (tables.length > 0) created.push({ revision: revision.revision, tables });
  }
  const [first] = created;
  if (first === undefined) return;
  const everyTable = created.flatMap(({ tables }) => tables);
  const existing = await existingOf(connection, everyTable);
  const has = (table: QualifiedName): boolean => existing.has(nameKey(table));
  const there = first.tables.filter(has).map(displayName);
  if (there.length === 0) return;
  const shown = there.slice(0, 3).join(", ");
  const more = there.length > 3 ? ` and ${there.length - 3} more` : "";
  const missing = created.findIndex(({ tables }) => !tables.every(has));
  // The newest revision up to which all tables exist; none if the first one lacks a table.
  const reached = created.at(missing === -1 ? -1 : missing - 1)?.revision;
  const known =
    missing === 0
      ? "Some of its tables are missing, so first see what the database has: `gen check`."
      : `All tables up to ${reached} exist. If the database has everything else of these revisions too, record that:\n\`gen stamp ${reached}\``;
  throw integrityError(
    "not_stamped",
    `The version table says that no migration has been run, but objects that ${first.revision} creates exist: ${shown}${more}. Nothing was run.`,
    `${known}\nIf they are another application's tables, use another database or schema, or rename yours.`,
  );
}

const CALL =
  /^ {2}await op\.createTable\(\s*(?:("(?:[^"\\]|\\.)*")|\{\s*schema:\s*("(?:[^"\\]|\\.)*"),\s*name:\s*("(?:[^"\\]|\\.)*"),?\s*\})/gm;

const TEXTS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\/.*$/gm;

/** Anything but calls of `op` that add something: it may check what exists, or remove it. */
const UNCERTAIN =
  /\bop\b(?!\.(?:create|add|alterColumn|commentOn|grant|revoke|enable|validate|bulkInsert))|\b(?:if|try|for|while|switch)\b|\?/;

/** The tables that a migration certainly creates; `undefined` if its text does not tell. */
function tablesCreatedIn(path: string): readonly QualifiedName[] | undefined {
  const text = attempt(() => readFileSync(path, "utf8")) ?? "";
  const body = /^export async function upgrade\(.*\{$([\s\S]*?)^\}/m.exec(text)?.[1];
  if (body === undefined || UNCERTAIN.test(body.replaceAll(TEXTS, '""'))) return undefined;
  return Array.from(body.matchAll(CALL), ([, plain = "", schema = '"public"', name = plain]) => ({
    schema: String(JSON.parse(schema)),
    name: String(JSON.parse(name)),
  }));
}

/** A relation of any kind blocks a table with its name. */
async function existingOf(connection: Connection, tables: readonly QualifiedName[]) {
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
