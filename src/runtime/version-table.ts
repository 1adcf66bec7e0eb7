import type { Connection } from "../database/connection.js";
import { DatabaseError } from "../database/errors.js";
import { ExitStatus, GenError } from "../errors.js";
import { isCausedByMissingRight, roleOf, withRole } from "./missing-right.js";
import { MAX_REVISION_LENGTH, type RowChange } from "../revisions/index.js";
import {
  displayName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
  truncateIdentifier,
} from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";

/**
 * The rows of the version table, sorted; none if there is no table. Creates nothing.
 *
 * @throws GenError `version_table` if the table is not one, or may not be read
 * @example await currentRows(connection, { schema: "public", name: "gen_version" })
 */
export async function currentRows(
  connection: Connection,
  table: QualifiedName,
): Promise<readonly string[]> {
  return (await readVersionTable(connection, table)) ?? [];
}

/** As {@link currentRows}; `undefined` if there is no table. */
export async function readVersionTable(
  connection: Connection,
  table: QualifiedName,
): Promise<readonly string[] | undefined> {
  try {
    const name = quoteLiteral(quoteName(table));
    const [found] = await connection.query(`SELECT to_regclass(${name}) IS NOT NULL AS exists`);
    if (found?.["exists"] !== true) return undefined;
    const rows = await connection.query(`SELECT version_num::text FROM ${quoteName(table)}`);
    return rows.map((row) => String(row["version_num"])).sort();
  } catch (error) {
    const role = isCausedByMissingRight(error) ? await roleOf(connection) : undefined;
    throw tableError(error, table, "read", role);
  }
}

/**
 * The statement that creates the table as Alembic does: its primary key is `<table>_pkc`.
 */
export function createVersionTable(
  table: QualifiedName,
  { ifNotExists = false }: { readonly ifNotExists?: boolean } = {},
): string {
  const suffix = "_pkc";
  const key = truncateIdentifier(table.name, 63 - suffix.length) + suffix;
  return (
    `CREATE TABLE ${ifNotExists ? "IF NOT EXISTS " : ""}${quoteName(table)} (\n` +
    `  version_num varchar(${MAX_REVISION_LENGTH}) NOT NULL,\n` +
    `  CONSTRAINT ${quoteIdentifier(key)} PRIMARY KEY (version_num)\n)`
  );
}

/**
 * Refuses early what would fail late: a schema that does not exist, or where we may not create.
 *
 * @throws GenError `version_schema`, `version_table`
 */
export async function checkCanCreate(connection: Connection, table: QualifiedName): Promise<void> {
  const schema = quoteLiteral(table.schema);
  const [row] = await connection.query(
    `SELECT has_schema_privilege(oid, 'CREATE') AS allowed, current_user AS role ` +
      `FROM pg_catalog.pg_namespace WHERE nspname = ${schema}`,
  );
  if (row === undefined) {
    throw new GenError(
      "version_schema",
      `The schema "${table.schema}", where the version table ${displayName(table)} belongs, does not exist.`,
      {
        hint: `Create it (\`CREATE SCHEMA ${quoteIdentifier(table.schema)};\`), or correct \`versionSchema\` in the configuration.`,
        status: ExitStatus.usage,
      },
    );
  }
  if (row["allowed"] !== true) throw mayNotCreate(table, String(row["role"]));
}

function mayNotCreate(table: QualifiedName, role: string): GenError {
  const grant = `GRANT SELECT, INSERT, UPDATE, DELETE ON ${quoteName(table)} TO ${quoteIdentifier(role)};`;
  return new GenError(
    "version_table",
    `The version table ${displayName(table)} does not exist, and "${role}" may not create it.`,
    {
      hint: `Let the owner of the schema run \`GRANT CREATE ON SCHEMA ${quoteIdentifier(table.schema)} TO ${quoteIdentifier(role)};\`, or \`${createVersionTable(table).replaceAll(/\s+/g, " ")}; ${grant}\``,
      status: ExitStatus.usage,
    },
  );
}

/**
 * The statements that take the table from one state to another. Each touches one row.
 *
 * @example rowStatements(table, { deleted: ["a1"], inserted: ["b2"] })
 * // UPDATE "public"."gen_version" SET version_num = 'b2' WHERE version_num = 'a1'
 */
export function rowStatements(table: QualifiedName, change: RowChange): readonly string[] {
  return rowActions(table, change, ({ insert, from, where = [] }) =>
    insert === undefined
      ? `${from} WHERE ${where.join(" AND ")}`
      : `${from} (version_num) VALUES (${insert})`,
  );
}

/** The same, each under a further condition and with the row that it touched as its result. */
function checkedRowStatements(
  table: QualifiedName,
  change: RowChange,
  condition: string,
): readonly string[] {
  return rowActions(table, change, ({ insert, from, where = [] }) => {
    const action = insert === undefined ? from : `${from} (version_num) SELECT ${insert}`;
    return `${action} WHERE ${[...where, condition].join(" AND ")} RETURNING version_num`;
  });
}

interface RowAction {
  /** The statement up to its condition, or up to its columns. */
  readonly from: string;
  readonly where?: readonly string[];
  /** The row, as a literal. */
  readonly insert?: string;
}

/** One row is updated where one goes and one comes; the others are deleted and inserted. */
function rowActions(
  table: QualifiedName,
  change: RowChange,
  write: (action: RowAction) => string,
): readonly string[] {
  const name = quoteName(table);
  const [from, ...deleted] = change.deleted;
  const [to, ...inserted] = change.inserted;
  const is = (row: string): readonly string[] => [`version_num = ${quoteLiteral(row)}`];
  const insert = (row: string): string =>
    write({ from: `INSERT INTO ${name}`, insert: quoteLiteral(row) });
  const remove = (row: string): string => write({ from: `DELETE FROM ${name}`, where: is(row) });
  if (from === undefined) return to === undefined ? [] : change.inserted.map(insert);
  if (to === undefined) return change.deleted.map(remove);
  const set = `UPDATE ${name} SET version_num = ${quoteLiteral(to)}`;
  return [...deleted.map(remove), write({ from: set, where: is(from) }), ...inserted.map(insert)];
}

/**
 * Changes the rows in the open transaction.
 *
 * @throws GenError `version_row`, status 5, if one of them touched no row or several: somebody
 *   else has changed the table meanwhile; `version_table` if PostgreSQL refuses
 */
export async function changeRows(
  connection: Connection,
  table: QualifiedName,
  change: RowChange,
  condition = "true",
): Promise<void> {
  const statements = checkedRowStatements(table, change, condition);
  if (statements.length === 0) return;
  let results: Awaited<ReturnType<Connection["batch"]>>;
  try {
    results = await connection.batch(statements.join(";\n"));
  } catch (error) {
    throw tableError(error, table, "written");
  }
  const counts = results.map((rows) => rows.length);
  if (counts.length === statements.length && counts.every((count) => count === 1)) return;
  throw rowsMoved(table, change, counts);
}

/**
 * An error of {@link changeRows} with the role named that lacks a right, once its transaction is
 * rolled back.
 */
export async function nameRole(error: unknown, connection: Connection): Promise<unknown> {
  if (!(error instanceof GenError) || !isCausedByMissingRight(error)) return error;
  const { code, message, hint = "", status } = error;
  const named = withRole(hint, await roleOf(connection));
  return new GenError(code, message, { hint: named, status, cause: error.cause });
}

function rowsMoved(table: QualifiedName, change: RowChange, counts: readonly number[]): GenError {
  const from = change.deleted.join(", ") || "nothing";
  const to = change.inserted.join(", ") || "nothing";
  return new GenError(
    "version_row",
    `Changing ${displayName(table)} from ${from} to ${to} should touch one row a statement, and touched ${counts.join(", ")}.`,
    {
      hint: "Somebody else has changed the version table meanwhile, or it holds a row twice. `gen current` shows where the database is now.",
      status: ExitStatus.integrity,
    },
  );
}

function tableError(
  error: unknown,
  table: QualifiedName,
  verb: "read" | "written",
  role?: string,
): unknown {
  if (!(error instanceof DatabaseError)) return error;
  return new GenError(
    "version_table",
    `The version table ${displayName(table)} cannot be ${verb}: ${error.message}`,
    {
      hint: tableHint(error, table, role),
      status: error.sqlState === "23505" ? ExitStatus.integrity : error.status,
      cause: error,
    },
  );
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
function tableHint(
  { sqlState, message }: DatabaseError,
  table: QualifiedName,
  role: string | undefined,
): string {
  const to = role === undefined ? "…" : quoteIdentifier(role);
  switch (sqlState) {
    case "42501":
      // Who may not enter the schema cannot know whether the table exists.
      return message.includes(`schema ${table.schema}`)
        ? `Let the owner of the schema run \`GRANT USAGE, CREATE ON SCHEMA ${quoteIdentifier(table.schema)} TO ${to};\`.`
        : `Let its owner run \`GRANT SELECT, INSERT, UPDATE, DELETE ON ${quoteName(table)} TO ${to};\`.`;
    case "42703":
      return "It has no column version_num, so it is another table: choose another `versionTable` in the configuration.";
    case "42P01":
      return "It has been dropped meanwhile.";
    case "22001":
      return "Its column version_num is too narrow for the revision's identifier: choose a shorter one, or widen the column.";
    case "23505":
      return "The row is there already: somebody else has changed the version table meanwhile.";
    default:
      return "`gen current` shows where the database is.";
  }
}
