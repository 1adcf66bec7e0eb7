/** Asks the rows of a database whether any of them would stop a plan that cannot be tried on them. */
import type { Connection } from "../../database/connection.js";
import { DatabaseError } from "../../database/errors.js";
import { describeOperation, rowQuestions, type RowQuestion } from "../../operations/index.js";
import type { Operation } from "../../operations/types.js";
import { displayName, quoteName } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import type { Table } from "../../schema/types.js";
import { isAboutRows } from "./refusal.js";
import type { RowFinding, RowFindings } from "./types.js";

/** Of one question, and of all together, in milliseconds. */
const QUESTION_LIMIT = 5_000;
const TOTAL_LIMIT = 20_000;

/**
 * Reads only, and locks no more than a SELECT does. A question that PostgreSQL does not answer, for
 * lack of time or rights, or because a policy hides rows from this role, is told as such.
 *
 * @param connection Not inside a transaction.
 * @param before The tables as they are, of which keys and checks stay and what they see changes.
 */
export async function askRows(
  connection: Connection,
  upgrade: readonly Operation[],
  before: readonly Table[] = [],
): Promise<RowFindings> {
  const questions = [...rowQuestions(upgrade, before)].flatMap(([operation, asked]) =>
    asked.map((question) => ({ operation, question })),
  );
  if (questions.length === 0) return { stops: [], untried: [] };
  const stops: RowFinding[] = [];
  const untried: RowFinding[] = [];
  const end = performance.now() + TOTAL_LIMIT;
  // A policy that hides rows makes a query fail instead of answering for a part of them.
  await connection.batch(
    "BEGIN READ ONLY; SET LOCAL lock_timeout = '1s'; SET LOCAL row_security = off",
  );
  try {
    for (const { operation, question } of questions) {
      const finding = { direction: "upgrade", operation, query: question.query } as const;
      const left = Math.min(QUESTION_LIMIT, Math.round(end - performance.now()));
      const answer = left > 0 ? await ask(connection, question, left) : outOfTime(TOTAL_LIMIT);
      if (answer.kind === "stops") stops.push({ ...finding, message: answer.message });
      if (answer.kind === "unanswered") untried.push({ ...finding, message: answer.message });
    }
  } finally {
    await connection.query("ROLLBACK");
  }
  return { stops, untried };
}

type Answer =
  { readonly kind: "passes" } | { readonly kind: "stops" | "unanswered"; readonly message: string };

async function ask(connection: Connection, question: RowQuestion, limit: number): Promise<Answer> {
  const { attempt, query } = question;
  const sql = attempt ?? `SELECT EXISTS (${query}) AS "found"`;
  try {
    const results = await connection.batch(
      `SAVEPOINT gen_rows; SET LOCAL statement_timeout = ${limit}; ${sql}`,
    );
    const isFound = attempt === undefined && results[2]?.[0]?.["found"] === true;
    if (!isFound) return { kind: "passes" };
    const kind = question.about === "unknown" ? "unanswered" : "stops";
    return { kind, message: messageOf(question) };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await connection.query("ROLLBACK TO SAVEPOINT gen_rows");
    const answer = unanswered(error, limit);
    // PostgreSQL computes constants before it looks for rows.
    return (await isEmpty(connection, question.table)) ? { kind: "passes" } : answer;
  }
}

/** Without rows nothing is asked of them, whatever the question's words. */
async function isEmpty(connection: Connection, table: QualifiedName): Promise<boolean> {
  try {
    const results = await connection.batch(
      `SAVEPOINT gen_rows; SET LOCAL statement_timeout = 1000;
      SELECT EXISTS (SELECT FROM ${quoteName(table)}) AS "some"`,
    );
    return results[2]?.[0]?.["some"] === false;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await connection.query("ROLLBACK TO SAVEPOINT gen_rows");
    return false;
  }
}

/** An error about a value is the answer: the operation computes the same. */
function unanswered(error: DatabaseError, limit: number): Answer {
  const { sqlState, message } = error;
  if (isAboutRows(error)) return { kind: "stops", message };
  if (sqlState === "57014") return outOfTime(limit);
  return { kind: "unanswered", message };
}

function outOfTime(limit: number): Answer {
  return { kind: "unanswered", message: `no answer within ${limit / 1_000} s` };
}

function messageOf({ about, table }: RowQuestion): string {
  const name = displayName(table);
  switch (about) {
    case "rows":
      return `${name} has rows, which would get no value`;
    case "null":
      return `rows of ${name} hold NULL`;
    case "duplicate":
      return `rows of ${name} hold the same values`;
    case "orphan":
      return `rows of ${name} refer to rows that do not exist`;
    case "check":
      return `rows of ${name} break it`;
    case "type":
      return `rows of ${name} hold values that do not fit`;
    case "enumValue":
      return `rows of ${name} hold a value that goes`;
    case "value":
      return `it cannot be computed for rows of ${name}`;
    case "unknown":
      return `what it does depends on values that rows of ${name} get only then`;
  }
}

/** What a finding says, for a note or a comment: where it stops and which query finds the rows. */
export function describeStop({ direction, operation, message, query }: RowFinding): string {
  const find = query === undefined ? "" : ` Find them, and correct them first: ${query};`;
  return `On the rows that the database holds now, the ${direction} stops at ${describeOperation(operation)}: ${message}.${find}`;
}

/** As {@link describeStop}, of what is not known. */
export function describeUntried({ operation, message, query }: RowFinding): string {
  const find = query === undefined ? "" : ` Check them before it runs: ${query};`;
  return `Not tried on the rows that the database holds now: ${describeOperation(operation)}: ${message}.${find}`;
}
