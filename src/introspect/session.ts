import type { Connection, Row } from "../database/connection.js";

/**
 * For the catalog functions to print the same text everywhere. `pg_temp` stands last because it would
 * otherwise be looked into first. https://www.postgresql.org/docs/current/runtime-config-client.html
 */
export const printSettings: readonly string[] = [
  "set local search_path = pg_catalog, pg_temp",
  "set local datestyle = 'ISO, MDY'",
  "set local intervalstyle = 'postgres'",
  "set local timezone = 'UTC'",
  "set local bytea_output = 'hex'",
  "set local extra_float_digits = 1",
  "set local standard_conforming_strings = on",
  "set local quote_all_identifiers = off",
];

/**
 * Without them half of the reading of a small database is compiling, and weighing orders of joins.
 * https://www.postgresql.org/docs/current/explicit-joins.html
 */
const readingSettings: readonly string[] = [
  "set local jit = off",
  "set local join_collapse_limit = 4",
  "set local from_collapse_limit = 4",
];

export interface ReadOptions {
  readonly insideTransaction?: boolean;
}

/**
 * Runs `before` under the session's own settings and then `queries` under {@link printSettings}, in one
 * round trip and one read-only snapshot. Transaction and settings are afterwards as they were.
 */
export async function readInOneTrip(
  connection: Connection,
  before: readonly string[],
  queries: readonly string[],
  options: ReadOptions = {},
): Promise<readonly (readonly Row[])[]> {
  const { begin, end, recover } = options.insideTransaction ? withinTransaction : ownTransaction;
  const settings = [...printSettings, ...readingSettings];
  const statements = [begin, ...before, ...settings, ...queries, ...end];
  try {
    const results = await connection.batch(statements.join(";\n"));
    const first = 1 + before.length + settings.length;
    return [
      ...results.slice(1, 1 + before.length),
      ...results.slice(first, first + queries.length),
    ];
  } catch (error) {
    // The first error is the one to report; a lost connection cannot be rolled back.
    await connection.batch(recover.join(";\n")).catch(() => undefined);
    throw error;
  }
}

const ownTransaction = {
  begin: "begin transaction isolation level repeatable read, read only",
  end: ["commit"],
  recover: ["rollback"],
};

/** Rolling back to a savepoint undoes `set local` as well. */
const undo = ["rollback to savepoint gen_introspect", "release savepoint gen_introspect"];

const withinTransaction = { begin: "savepoint gen_introspect", end: undo, recover: undo };
