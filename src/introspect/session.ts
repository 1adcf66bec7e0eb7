import type { Connection, Row } from "../database/connection.js";

/**
 * Makes the catalog functions print the same text everywhere. `pg_temp` is last, because it is
 * searched first otherwise.
 * https://www.postgresql.org/docs/current/runtime-config-client.html
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
 * Otherwise half the time for a small database goes into compilation and join planning.
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
 * Runs `before` with the session's own settings, and `queries` with {@link printSettings}, in one
 * round trip and one read-only snapshot. Then the transaction and settings are as they were.
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
    // Reports the first error. A lost connection cannot be rolled back.
    await connection.batch(recover.join(";\n")).catch(() => undefined);
    throw error;
  }
}

const ownTransaction = {
  begin: "begin transaction isolation level repeatable read, read only",
  end: ["commit"],
  recover: ["rollback"],
};

/** Rolling back to a savepoint also undoes `set local`. */
const undo = ["rollback to savepoint gen_introspect", "release savepoint gen_introspect"];

const withinTransaction = { begin: "savepoint gen_introspect", end: undo, recover: undo };
