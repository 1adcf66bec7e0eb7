/** Finds existing rows that make a plan fail that was not tried on them. */
import type { Connection } from "../../database/connection.js";
import { DatabaseError } from "../../database/errors.js";
import { describeOperation, partsOf } from "../../operations/rules.js";
import type { RowQuestion } from "../../operations/hazard.js";
import { rowQuestions } from "../../operations/hazards.js";
import type { Operation } from "../../operations/types.js";
import { displayName, quoteName } from "../../schema/identifiers.js";
import type { Table } from "../../schema/types.js";
import { type Hindrance, isAboutRows } from "./refusal.js";
import type { Outcome, RowFinding, RowFindings } from "./types.js";

const QUESTION_LIMIT = 5_000;
const TOTAL_LIMIT = 20_000;

/** @param stopped where the plan stopped when it was tried on the existing rows */
export async function withRows(
  outcome: Outcome,
  connection: Connection,
  upgrade: readonly Operation[],
  before: readonly Table[],
  stopped?: Hindrance,
): Promise<Outcome> {
  const asked = await askRows(connection, upgrade, before);
  const rows = stopped === undefined ? asked : withStop(asked, stopped);
  const told = describeRows(rows);
  if (told.length === 0) return outcome;
  const [stop] = rows.stops;
  const many = rows.untried.length === 1 ? "it" : `${rows.untried.length} of its operations`;
  const now = "the rows that the database has now";
  const found = stop
    ? `the ${stop.direction} fails on ${now}`
    : `${many} could not be checked against ${now}`;
  const reason = outcome.reason ?? found;
  return { ...outcome, reason, notes: [...outcome.notes, ...told], rows };
}

/** PostgreSQL's own message if it has refused, with the query that finds the rows. */
function withStop(
  { stops, untried }: RowFindings,
  { direction, failure: { operation, message } }: Hindrance,
): RowFindings {
  const subject = describeOperation(operation);
  const isSame = (other: RowFinding): boolean =>
    other.direction === direction && describeOperation(other.operation) === subject;
  const known = stops.find(isSame) ?? untried.find(isSame) ?? { direction, operation };
  const finding = { ...known, message: message.slice(`${subject}: `.length) };
  return {
    stops: [finding, ...stops.filter((stop) => !isSame(stop))],
    untried: untried.filter((question) => !isSame(question)),
  };
}

/** @param upgrade the operations to check; default: all */
export function describeRows(
  rows: RowFindings = { stops: [], untried: [] },
  upgrade?: readonly Operation[],
): readonly string[] {
  const own = upgrade && new Set<Operation>(upgrade.flatMap(partsOf));
  const isOwn = ({ operation }: RowFinding): boolean => own?.has(operation) ?? true;
  const sentence = (start: string, { operation, message }: RowFinding, find: string): string =>
    `${start} ${describeOperation(operation)}: ${message}.${find}`;
  return [
    ...rows.stops.filter(isOwn).map((stop) => {
      const start = `With the rows that the database has now, the ${stop.direction} stops at`;
      return sentence(
        start,
        stop,
        stop.query ? ` Find and correct them first: ${stop.query};` : "",
      );
    }),
    ...rows.untried.filter(isOwn).map((untried) => {
      const { query } = untried;
      const start = "Not checked against the rows that the database has now:";
      return sentence(start, untried, query ? ` Check them before you run it: ${query};` : "");
    }),
  ];
}

/** Only reads. `untried` are questions that time or privileges did not suffice to answer. */
export async function askRows(
  connection: Connection,
  upgrade: readonly Operation[],
  before: readonly Table[] = [],
): Promise<RowFindings> {
  const questions = [...rowQuestions(upgrade, before)].flatMap(([operation, asked]) =>
    asked.map((question) => ({ operation, question })),
  );
  const stops: RowFinding[] = [];
  const untried: RowFinding[] = [];
  if (questions.length === 0) return { stops, untried };
  const end = performance.now() + TOTAL_LIMIT;
  // A policy that hides rows makes a query fail; otherwise its answer would be incomplete.
  await connection.batch(
    "BEGIN READ ONLY; SET LOCAL lock_timeout = '1s'; SET LOCAL row_security = off",
  );
  try {
    for (const { operation, question } of questions) {
      const left = Math.min(QUESTION_LIMIT, Math.round(end - performance.now()));
      const answer = left > 0 ? await ask(connection, question, left) : outOfTime(TOTAL_LIMIT);
      if (answer === undefined) continue;
      const { message, isStop } = answer;
      const finding = { direction: "upgrade", operation, message, query: question.query } as const;
      (isStop ? stops : untried).push(finding);
    }
  } finally {
    await connection.query("ROLLBACK");
  }
  return { stops, untried };
}

type Answer = { readonly message: string; readonly isStop: boolean };

/** @returns `undefined` if no row stops the operation */
async function ask(
  connection: Connection,
  question: RowQuestion,
  limit: number,
): Promise<Answer | undefined> {
  const { about, attempt, query, table } = question;
  const sql = attempt ?? `SELECT EXISTS (${query}) AS "found"`;
  const found = await tryQuery(connection, sql, limit);
  if (!(found instanceof DatabaseError))
    return attempt === undefined && found === true
      ? { isStop: about !== "unknown", message: messages[about](displayName(table)) }
      : undefined;
  // PostgreSQL evaluates constants before it looks for rows.
  const any = `SELECT EXISTS (SELECT FROM ${quoteName(table)}) AS "found"`;
  if ((await tryQuery(connection, any, 1_000)) === false) return undefined;
  // An error about a value is the answer: the operation evaluates the same expression.
  if (isAboutRows(found)) return { isStop: true, message: found.message };
  return found.sqlState === "57014" ? outOfTime(limit) : { isStop: false, message: found.message };
}

async function tryQuery(connection: Connection, sql: string, limit: number): Promise<unknown> {
  try {
    const results = await connection.batch(
      `SAVEPOINT gen_rows; SET LOCAL statement_timeout = ${limit}; ${sql}`,
    );
    return results[2]?.[0]?.["found"];
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await connection.query("ROLLBACK TO SAVEPOINT gen_rows");
    return error;
  }
}

function outOfTime(limit: number): Answer {
  return { isStop: false, message: `no answer within ${limit / 1_000} s` };
}

const messages: Readonly<Record<RowQuestion["about"], (table: string) => string>> = {
  rows: (table) => `${table} has rows, which would get no value`,
  null: (table) => `rows of ${table} hold NULL`,
  duplicate: (table) => `rows of ${table} hold the same values`,
  orphan: (table) => `rows of ${table} refer to rows that do not exist`,
  check: (table) => `rows of ${table} violate it`,
  type: (table) => `rows of ${table} hold values that do not fit`,
  enumValue: (table) => `rows of ${table} hold a removed value`,
  value: (table) => `it cannot be computed for rows of ${table}`,
  unknown: (table) => `its effect depends on values that rows of ${table} get only then`,
};
