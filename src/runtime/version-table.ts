import type { Connection } from "../database/connection.js";
import { DatabaseError } from "../database/errors.js";
import { ExitStatus, GenError, integrityError, usageError } from "../errors.js";
import { INSUFFICIENT_PRIVILEGE, roleLacking, withRole } from "./missing-right.js";
import { MAX_REVISION_LENGTH } from "../revisions/identifier.js";
import type { RowChange } from "../revisions/version-rows.js";
import {
  displayName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
  truncateIdentifier,
} from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";

/**
 * The rows of the version table, sorted; none if the table does not exist. Creates nothing.
 *
 * @example await currentRows(connection, { schema: "public", name: "gen_version" })
 */
export async function currentRows(connection: Connection, table: QualifiedName) {
  return (await readVersionTable(connection, table)) ?? [];
}

/** Like {@link currentRows}; `undefined` if the table does not exist. */
export async function readVersionTable(connection: Connection, table: QualifiedName) {
  try {
    const name = quoteLiteral(quoteName(table));
    const [found] = await connection.query(`SELECT to_regclass(${name}) IS NOT NULL AS exists`);
    if (found?.["exists"] !== true) return undefined;
    const rows = await connection.query(`SELECT version_num::text FROM ${quoteName(table)}`);
    return rows.map((row) => String(row["version_num"])).sort();
  } catch (error) {
    throw tableError(error, table, "read", await roleLacking(error, connection));
  }
}

/** The statement that creates the table as Alembic does: its primary key is `<table>_pkc`. */
export function createVersionTable(table: QualifiedName, clause: "" | "IF NOT EXISTS " = "") {
  const suffix = "_pkc";
  const key = truncateIdentifier(table.name, 63 - suffix.length) + suffix;
  return (
    `CREATE TABLE ${clause}${quoteName(table)} (\n` +
    `  version_num varchar(${MAX_REVISION_LENGTH}) NOT NULL,\n` +
    `  CONSTRAINT ${quoteIdentifier(key)} PRIMARY KEY (version_num)\n)`
  );
}

/** Refuses early what would fail late: a missing schema, or one that we may not create in. */
export async function checkCanCreate(connection: Connection, table: QualifiedName): Promise<void> {
  const schema = quoteLiteral(table.schema);
  const [row] = await connection.query(
    `SELECT has_schema_privilege(oid, 'CREATE') AS allowed, current_user AS role ` +
      `FROM pg_catalog.pg_namespace WHERE nspname = ${schema}`,
  );
  if (row === undefined) {
    throw usageError(
      "version_schema",
      `The schema "${table.schema}", where the version table ${displayName(table)} belongs, does not exist.`,
      `Create it (\`CREATE SCHEMA ${quoteIdentifier(table.schema)};\`), or correct \`versionSchema\` in the configuration.`,
    );
  }
  if (row["allowed"] === true) return;
  const role = quoteIdentifier(String(row["role"]));
  const create = createVersionTable(table).replaceAll(/\s+/g, " ");
  const grant = `GRANT SELECT, INSERT, UPDATE, DELETE ON ${quoteName(table)} TO ${role};`;
  throw usageError(
    "version_table",
    `The version table ${displayName(table)} does not exist, and "${String(row["role"])}" may not create it.`,
    `Let the owner of the schema run \`GRANT CREATE ON SCHEMA ${quoteIdentifier(table.schema)} TO ${role};\`, or \`${create}; ${grant}\``,
  );
}

/**
 * The statements that change the rows of the table. Each concerns one row: a pair of old and new
 * rows becomes an update, the rest are deleted and inserted.
 *
 * @param condition the statements have an effect only if it is true; each then returns its row
 * @example rowStatements(table, { deleted: ["a1"], inserted: ["b2"] })
 * // UPDATE "public"."gen_version" SET version_num = 'b2' WHERE version_num = 'a1'
 */
export function rowStatements(
  table: QualifiedName,
  { deleted, inserted }: RowChange,
  condition?: string,
): readonly string[] {
  const name = quoteName(table);
  const only = condition === undefined ? "" : `${condition} RETURNING version_num`;
  const at = (row: string): string =>
    `WHERE version_num = ${quoteLiteral(row)}${only && ` AND ${only}`}`;
  const remove = (row: string): string => `DELETE FROM ${name} ${at(row)}`;
  const insert = (row: string): string =>
    `INSERT INTO ${name} (version_num) ${only ? `SELECT ${quoteLiteral(row)} WHERE ${only}` : `VALUES (${quoteLiteral(row)})`}`;
  const [from, ...others] = deleted;
  const [to, ...more] = inserted;
  if (from === undefined || to === undefined)
    return [...deleted.map(remove), ...inserted.map(insert)];
  const update = `UPDATE ${name} SET version_num = ${quoteLiteral(to)} ${at(from)}`;
  return [...others.map(remove), update, ...more.map(insert)];
}

/** Changes the rows in the open transaction. */
export async function changeRows(
  connection: Connection,
  table: QualifiedName,
  change: RowChange,
  condition = "true",
): Promise<void> {
  const statements = rowStatements(table, change, condition);
  if (statements.length === 0) return;
  const results = await connection.batch(statements.join(";\n")).catch((error: unknown) => {
    throw tableError(error, table, "written");
  });
  const counts = results.map((rows) => rows.length);
  if (counts.length === statements.length && counts.every((count) => count === 1)) return;
  const [from, to] = [change.deleted, change.inserted].map((rows) => rows.join(", ") || "nothing");
  throw integrityError(
    "version_row",
    `Changing ${displayName(table)} from ${from} to ${to} should change one row per statement, but changed ${counts.join(", ")}.`,
    "Another session changed the version table, or the table contains a row twice. `gen current` shows the database's revision.",
  );
}

/** An error of {@link changeRows} after its rollback, with the role that lacks a privilege. */
export async function nameRole(error: unknown, connection: Connection): Promise<unknown> {
  const role = await roleLacking(error, connection);
  if (!(error instanceof GenError) || role === undefined) return error;
  const { code, message, hint = "", status, cause } = error;
  return new GenError(code, message, { hint: withRole(hint, role), status, cause });
}

function tableError(error: unknown, table: QualifiedName, verb: "read" | "written", role?: string) {
  if (!(error instanceof DatabaseError)) return error;
  const message = `The version table ${displayName(table)} cannot be ${verb}: ${error.message}`;
  const hint = tableHint(error, table, role);
  const status = error.sqlState === "23505" ? ExitStatus.integrity : error.status;
  return new GenError("version_table", message, { hint, status, cause: error });
}

function tableHint(
  { sqlState, message }: DatabaseError,
  table: QualifiedName,
  role: string | undefined,
): string {
  if (sqlState !== INSUFFICIENT_PRIVILEGE)
    return hints[sqlState] ?? "`gen current` shows the database's revision.";
  const to = role === undefined ? "…" : quoteIdentifier(role);
  // A role without USAGE on the schema cannot know whether the table exists.
  return message.includes(`schema ${table.schema}`)
    ? `Let the owner of the schema run \`GRANT USAGE, CREATE ON SCHEMA ${quoteIdentifier(table.schema)} TO ${to};\`.`
    : `Let its owner run \`GRANT SELECT, INSERT, UPDATE, DELETE ON ${quoteName(table)} TO ${to};\`.`;
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const hints: Readonly<Record<string, string>> = {
  "42703":
    "It has no column version_num, so it is another table: choose another `versionTable` in the configuration.",
  "42P01": "It was dropped during the run.",
  "22001":
    "Its column version_num is too narrow for the revision's identifier: choose a shorter one, or widen the column.",
  "23505": "The row already exists: another session changed the version table.",
};
