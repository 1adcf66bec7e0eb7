import { describeStep, rowChange, type Step } from "../../revisions/version-rows.js";
import { quoteLiteral, quoteName } from "../../schema/identifiers.js";
import { codeOf, scanSql, type SqlToken } from "../../schema/sql-scanner.js";
import type { QualifiedName } from "../../schema/types.js";
import { hazardSqlComments } from "../../operations/hazards.js";
import { lockKey } from "../lock.js";
import { createVersionTable, rowStatements } from "../version-table.js";
import type { Part, RecordedStep } from "./record.js";

/** What stands at the top of every script: the first error ends it, and its text is UTF-8. */
const preamble: readonly string[] = ["\\set ON_ERROR_STOP on", "SET client_encoding = 'UTF8';"];

/**
 * The script that does what a run does: each migration in a transaction together with its version
 * row, what stands in `autocommit` outside.
 *
 * @param start the version rows that it expects; with none, it makes the table if it is missing
 */
export function formatScript(
  recorded: readonly RecordedStep[],
  table: QualifiedName,
  start: readonly string[],
): string {
  const transactions = recorded.map(({ step, parts, hazards }, index) => {
    const first = index === 0 ? opening(table, start) : [];
    const rows = rowStatements(table, rowChange(step.headsBefore, step.headsAfter));
    return transaction([...first, comment(step)], { parts, hazards }, rows);
  });
  return paragraphs([...preamble, ...transactions.flat()]);
}

/** The script that changes version rows alone, from wherever the database is without `start`. */
export function formatRowsScript(
  statements: readonly string[],
  table: QualifiedName,
  start: readonly string[] | undefined,
): string {
  const first = start === undefined ? [] : opening(table, start);
  const all = [...first, ...statements.map(scriptStatement)];
  return paragraphs([...preamble, "BEGIN;", ...all, "COMMIT;"]);
}

/** Statements under the names of their steps, for reading. */
export function formatPlan(recorded: readonly RecordedStep[]): string {
  return recorded
    .map(({ step, parts, hazards }) => {
      const statements = parts.flatMap((part) => statementsOf(part, hazards));
      return paragraphs([comment(step), ...(statements.length > 0 ? statements : ["-- nothing"])]);
    })
    .join("\n");
}

/** The script that creates the version table if it is missing. */
export function formatTableScript(table: QualifiedName): string {
  return paragraphs([...preamble, `${createVersionTable(table, { ifNotExists: true })};`]);
}

function comment(step: Step): string {
  return `-- ${describeStep(step)}`;
}

/**
 * Creates the table if it may be missing. Refuses, before anything is done, a database that is
 * elsewhere, and one where a run is at work. The lock is that of a run, and held until the end of
 * the first transaction.
 */
function opening(table: QualifiedName, start: readonly string[]): readonly string[] {
  const create = start.length === 0 ? [`${createVersionTable(table, { ifNotExists: true })};`] : [];
  const rows = `ARRAY[${start.map(quoteLiteral).join(", ")}]::text[]`;
  const place = start.length === 0 ? "at no revision" : `at ${start.join(", ")}`;
  const guard = `DO $gen$
BEGIN
  IF NOT pg_catalog.pg_try_advisory_xact_lock(${lockKey(table)}) THEN
    RAISE EXCEPTION 'Another run is at work on the migrations of this database.';
  END IF;
  IF ARRAY(SELECT version_num::text COLLATE "C" FROM ${quoteName(table)} ORDER BY 1) <> ${rows} THEN
    RAISE EXCEPTION ${quoteLiteral(`This script is for a database that is ${place}.`)};
  END IF;
END
$gen$;`;
  return [...create, guard];
}

/** Parts in their transactions; those that hold nothing are left out, except the rows'. */
function transaction(
  first: readonly string[],
  { parts, hazards }: Pick<RecordedStep, "parts" | "hazards">,
  rows: readonly string[],
): readonly string[] {
  return parts.flatMap((part, index) => {
    const own = statementsOf(part, hazards).filter((statement) => statement !== "");
    const last = index === parts.length - 1 ? rows.map(scriptStatement) : [];
    const statements = [...(index === 0 ? first : []), ...own, ...last];
    if (!part.transactional || statements.length === 0) return statements;
    return ["BEGIN;", ...statements, "COMMIT;"];
  });
}

/** The statements, below comments on what a reader must not overlook. */
function statementsOf(
  { statements, operations }: Part,
  hazards: RecordedStep["hazards"],
): readonly string[] {
  const comments = new Map(
    operations.map(({ operation, at }) => [at, hazardSqlComments(hazards.get(operation) ?? [])]),
  );
  return statements.map((sql, index) => {
    const statement = scriptStatement(sql);
    return statement === "" ? "" : [...(comments.get(index) ?? []), statement].join("\n");
  });
}

function paragraphs(lines: readonly string[]): string {
  return `${lines.join("\n\n")}\n`;
}

/**
 * A statement as it can stand in a script for `psql`: ended by one semicolon that no comment
 * swallows, and with no colon that `psql` would take for one of its variables. Empty for text
 * that holds no statement.
 *
 * @example scriptStatement("SELECT 1 -- one") // "SELECT 1 -- one\n;"
 * @example scriptStatement("SELECT a[1:n] FROM t;") // "SELECT a[1: n] FROM t;"
 */
export function scriptStatement(sql: string): string {
  const tokens = scanSql(sql.trim());
  const last = codeOf(sql).at(-1);
  if (last === undefined) return "";
  const text = tokens.map((token, index) => withoutVariable(token, tokens[index + 1])).join("");
  if (last.text === ";") return text;
  return tokens.at(-1)?.text.startsWith("--") ? `${text}\n;` : `${text};`;
}

/** https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-INTERPOLATION */
function withoutVariable(token: SqlToken, next: SqlToken | undefined): string {
  const isVariable = token.text === ":" && next !== undefined && /^[\w'"{]/.test(next.text);
  return isVariable ? ": " : token.text;
}
