/** What to do about `insufficient_privilege`. */
import type { Connection } from "../database/connection.js";
import { type DatabaseError, databaseErrorIn } from "../database/errors.js";
import { quoteIdentifier } from "../schema/identifiers.js";

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const INSUFFICIENT_PRIVILEGE = "42501";

/** The session's role, if a privilege is missing and the server answers. */
export async function roleLacking(error: unknown, connection: Connection) {
  if (databaseErrorIn(error)?.sqlState !== INSUFFICIENT_PRIVILEGE) return undefined;
  const query = "SELECT current_user::text AS role";
  const [row] = await connection.query<{ role: string }>(query).catch(() => []);
  return row?.role;
}

/**
 * Names the role that lacks a privilege, and the statement that grants it.
 *
 * @example missingRightHint(error, "reader")
 * // The role reader lacks a privilege. Let the owner or a superuser run `GRANT … ON SCHEMA public
 * TO reader;`
 */
export function missingRightHint(error: DatabaseError, role: string | undefined): string {
  const name = role === undefined ? undefined : quoteIfNeeded(role);
  const who = name === undefined ? "The role" : `The role ${name}`;
  const grant = remedy(error, name ?? "…");
  return (
    `${who} lacks a privilege; the migration itself may be correct. ` +
    (grant === undefined
      ? "Run it with the role that owns these objects."
      : `Let ${grant}\nor run the migrations with the role that owns these objects.`)
  );
}

/** Adds the role to a hint from inside the failed transaction, where it could not be queried. */
export function withRole(hint: string, role: string | undefined): string {
  return role === undefined ? hint : hint.replaceAll(" TO …;", ` TO ${quoteIdentifier(role)};`);
}

/** Who can help, and with which statement. */
function remedy({ message, statement }: DatabaseError, role: string): string | undefined {
  const [, kind, refused = ""] =
    /^permission denied for (?:materialized )?(\w+) (.+)$/.exec(message) ?? [];
  if (kind !== undefined) {
    const object = `${wordFor(kind)} ${qualified(refused, statement)}`;
    return `the owner or a superuser run\n\`GRANT ${rightsOn(kind, statement)} ON ${object} TO ${role};\``;
  }
  const sql = remedyOfSuperuser(message, statement, role);
  return sql === undefined ? undefined : `a superuser run\n\`${sql}\``;
}

function remedyOfSuperuser(message: string, statement: string, role: string): string | undefined {
  const [, what, object = ""] =
    /^must be (?:the )?owner of (?:materialized )?(\w+) (.+)$/.exec(message) ?? [];
  // An owner could do it only as a member of the new owner.
  if (what !== undefined)
    return `ALTER ${what === "relation" ? "TABLE" : what.toUpperCase()} ${qualified(object, statement)} OWNER TO ${role};`;
  const extension = /^permission denied to create extension "(.+)"$/.exec(message)?.[1];
  if (extension !== undefined)
    return `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(extension)};`;
  return /^permission denied to (create|alter|drop) role/.test(message)
    ? `ALTER ROLE ${role} CREATEROLE;`
    : undefined;
}

/** PostgreSQL's message names no schema, but the statement does if the search path is not used. */
function qualified(name: string, statement: string): string {
  const either = [quoteIdentifier(name), name].map((text) =>
    text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`),
  );
  const pattern = new RegExp(
    String.raw`("(?:[^"]|"")+"|[A-Za-z_][\w$]*)\.(?:${either.join("|")})(?![\w$"])`,
  );
  const schema = pattern.exec(statement)?.[1];
  return schema === undefined ? quoteIfNeeded(name) : `${schema}.${quoteIfNeeded(name)}`;
}

function wordFor(kind: string): string {
  return kind === "view" || kind === "relation" ? "TABLE" : kind.toUpperCase();
}

const rights: Readonly<Record<string, string>> = {
  schema: "USAGE, CREATE",
  database: "CREATE",
  sequence: "USAGE, SELECT, UPDATE",
  function: "EXECUTE",
};

/** By the first word of the refused statement. */
const rightsOnTable: Readonly<Record<string, string>> = {
  SELECT: "SELECT",
  INSERT: "INSERT",
  TRUNCATE: "TRUNCATE",
  UPDATE: "SELECT, UPDATE",
  DELETE: "SELECT, DELETE",
  ALTER: "REFERENCES, SELECT",
  CREATE: "REFERENCES, SELECT",
};

function rightsOn(kind: string, statement: string): string {
  if (wordFor(kind) !== "TABLE") return rights[kind] ?? "USAGE";
  const verb = /^\s*(\w+)/.exec(statement)?.[1]?.toUpperCase() ?? "";
  return rightsOnTable[verb] ?? "SELECT, INSERT, UPDATE, DELETE";
}

/** PostgreSQL's messages name objects without quotes and schemas. */
function quoteIfNeeded(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : quoteIdentifier(name);
}
