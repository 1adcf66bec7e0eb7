import type { Connection } from "../../database/connection.js";
import { DatabaseError } from "../../database/errors.js";
import { codeOf } from "../../schema/sql-scanner.js";
import { type Destination, planRun } from "../../revisions/plan.js";
import { refuseForgottenStamp } from "../forgotten-stamp.js";
import { insist } from "../transaction.js";
import type { RunOptions, RunResult } from "../run.js";
import { refuseOpenTransaction } from "../session.js";
import { currentRows } from "../version-table.js";
import { formatPlan, resultOf } from "./script.js";
import { type Reader, recordSteps } from "./record.js";

/** What a run would do now. */
export interface DryRunResult extends RunResult {
  /** The steps with their statements, for reading. */
  readonly plan: string;
  /** The version rows as they are. */
  readonly headsBefore: readonly string[];
}

/**
 * Says what {@link run} would do to this database, and changes nothing. The migrations are
 * called, but none of their statements is sent, except what they read: the database answers that
 * as it is now, in a transaction that can only read.
 */
export async function dryRun(options: RunOptions & Destination): Promise<DryRunResult> {
  const { connection, config } = options;
  await refuseOpenTransaction(connection);
  await connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    const rows = await currentRows(connection, config.versionTable);
    const steps = planRun(options.graph, rows, options);
    if (rows.length === 0) await refuseForgottenStamp(connection, steps);
    const recorded = await recordSteps(steps, { ...options, reader: readOnly(connection) });
    return { ...resultOf(recorded, rows), headsBefore: rows, plan: formatPlan(recorded) };
  } finally {
    await insist(connection, "ROLLBACK");
  }
}

/**
 * In a transaction that can only read, PostgreSQL itself tells what writes. What shows by its
 * words that it writes is not sent: it may be about a table that an earlier step makes.
 */
function readOnly(connection: Connection): Reader {
  return async (sql, send) => {
    if (!mayRead(sql)) return undefined;
    await connection.query("SAVEPOINT gen_read");
    try {
      const answer = await send(connection);
      await connection.query("RELEASE SAVEPOINT gen_read");
      return answer;
    } catch (error) {
      await connection.query("ROLLBACK TO SAVEPOINT gen_read");
      // `read_only_sql_transaction`. https://www.postgresql.org/docs/current/sql-set-transaction.html
      if (error instanceof DatabaseError && error.sqlState === "25006") return undefined;
      throw error;
    }
  };
}

/** Drizzle's savepoints, which would get between ours, are not among what is sent either. */
function mayRead(sql: string): boolean {
  const words = codeOf(sql).flatMap((token) =>
    token.kind === "word" ? [token.text.toLowerCase()] : [],
  );
  if (!["select", "with", "values", "table", "show", "explain"].includes(words[0] ?? "")) {
    return false;
  }
  return (
    words[0] !== "with" || !words.some((word) => /^(?:insert|update|delete|merge)$/.test(word))
  );
}
