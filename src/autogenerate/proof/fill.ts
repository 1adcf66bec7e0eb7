/** Copies part of a database into an empty one. */
import { compare } from "../../compare/compare.js";
import type { Connection } from "../../database/connection.js";
import { DatabaseError } from "../../database/errors.js";
import { quoteIdentifier } from "../../schema/identifiers.js";
import type { Schema } from "../../schema/types.js";
import { runOperations } from "../run-operations.js";
import {
  clusterStatements,
  extensionStatements,
  functionStatements,
  typeStatements,
} from "./foundations.js";

const empty: Schema = {
  namespaces: [],
  roles: [],
  enums: [],
  sequences: [],
  tables: [],
  views: [],
};

/**
 * Builds `schema` in an empty database, upon the extensions, types and functions of `source`, of
 * which what cannot be made is left out: often nothing needs it.
 *
 * @throws OperationFailure for what of `schema` itself cannot be made
 */
export async function fill(target: Connection, schema: Schema, source: Connection): Promise<void> {
  const [extensions, types, functions] = [
    await extensionStatements(source),
    await typeStatements(source),
    await functionStatements(source),
  ];
  await target.query("SET check_function_bodies = off");
  await makeAll(target, extensions);
  const isElsewhere = target.kind !== source.kind;
  const cluster = (await clusterStatements(source)).filter(
    (sql) => isElsewhere || !sql.startsWith("CREATE ROLE"),
  );
  await makeAll(target, cluster);
  await makeAll(
    target,
    schema.namespaces.map(({ name }) => `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)}`),
  );
  await runOperations(target, compare(empty, { ...empty, enums: schema.enums }).upgrade);
  const left = await makeAll(target, [...types, ...functions]);
  const there = { ...empty, namespaces: schema.namespaces, enums: schema.enums };
  await runOperations(target, compare(there, schema, { catalogs: true }).upgrade);
  await makeAll(target, left);
}

/** In rounds, because one may need another. Returns those that could not be made. */
async function makeAll(
  target: Connection,
  statements: readonly string[],
): Promise<readonly string[]> {
  let open = statements;
  for (;;) {
    const failed: string[] = [];
    for (const statement of open) if (!(await make(target, statement))) failed.push(statement);
    if (failed.length === 0 || failed.length === open.length) return failed;
    open = failed;
  }
}

async function make(target: Connection, statement: string): Promise<boolean> {
  try {
    await target.query(statement);
    return true;
  } catch (error) {
    if (error instanceof DatabaseError) return false;
    throw error;
  }
}
