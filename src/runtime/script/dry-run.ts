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
  /** The current version rows. */
  readonly headsBefore: readonly string[];
}

/**
 * Returns what {@link run} would do, and changes nothing. Calls the migrations but sends only their
 * queries, which the database answers in its current state, in a read-only transaction.
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
 * In a read-only transaction, PostgreSQL itself refuses statements that write. Statements that
 * obviously write are not sent: they may concern a table that an earlier step creates.
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
      // `read_only_sql_transaction`.
      // https://www.postgresql.org/docs/current/sql-set-transaction.html
      if (error instanceof DatabaseError && error.sqlState === "25006") return undefined;
      throw error;
    }
  };
}

/** Drizzle's savepoints are not sent either, because they would interfere with ours. */
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
