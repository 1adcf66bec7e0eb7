/** Scripts for `psql` that do what a run or a stamp would do. */
import type { Connection } from "../../database/connection.js";
import {
  describeStep,
  type Direction,
  planStamp,
  rowChange,
} from "../../revisions/version-rows.js";
import type { RevisionGraph } from "../../revisions/graph.js";
import { planRun } from "../../revisions/plan.js";
import { resolveRevision } from "../../revisions/resolve.js";
import { type GenError, usageError } from "../../errors.js";
import { hazardSqlComments, summarizeHazards } from "../../operations/hazards.js";
import type { RunOptions, RunResult } from "../run.js";
import { createVersionTable, currentRows, rowStatements } from "../version-table.js";
import { type Part, type RecordedStep, recordSteps } from "./record.js";
import { quoteLiteral, quoteName } from "../../schema/identifiers.js";
import { codeOf, scanSql, type SqlToken } from "../../schema/sql-scanner.js";
import type { QualifiedName } from "../../schema/types.js";
import { lockKey } from "../session.js";

export interface ScriptOptions extends Pick<
  RunOptions,
  "config" | "graph" | "args" | "tag" | "signal" | "onNotice" | "loadMigrations"
> {
  /** Opens the database to read its revision. Called only for a range that starts at `current`. */
  readonly connect: () => Promise<Connection>;
}

/** A script for `psql`, and its contents. */
export interface ScriptResult extends RunResult {
  readonly script: string;
}

/**
 * Writes what {@link run} would do as a script, without a database.
 *
 * @param options.range `START:END`, or `current:END`, which reads the start from the database. An
 * upgrade also takes `END`, for an empty database, and a downgrade `-N`, from the database's
 * revision.
 * @example
 * const { script } = await runScript({ config, graph, direction: "upgrade", range: "a1:head",
 * connect });
 */
export async function runScript(
  options: ScriptOptions & { readonly direction: Direction; readonly range: string },
): Promise<ScriptResult> {
  const { config, graph, direction } = options;
  const { rows, target } = await rangeOf(options, options.range, direction);
  const steps = planRun(graph, rows, { direction, target });
  const recorded = await recordSteps(steps, options);
  return {
    ...resultOf(recorded, rows),
    script: recorded.length === 0 ? "" : formatScript(recorded, config.versionTable, rows),
  };
}

/** What a run would report, although nothing has run. */
export function resultOf(recorded: readonly RecordedStep[], rows: readonly string[]): RunResult {
  return {
    steps: recorded.map(({ step, parts, hazards }) => ({
      direction: step.direction,
      revision: step.revision.revision,
      headsAfter: step.headsAfter,
      sql: parts.flatMap(({ statements }) => statements),
      durationMs: 0,
      ...(hazards.size > 0 && { hazards: summarizeHazards(hazards) }),
    })),
    heads: recorded.at(-1)?.step.headsAfter ?? rows,
  };
}

/**
 * Writes what {@link stamp} would do as a script.
 *
 * @param options.ranges as in {@link runScript}; all have the same start
 */
export async function stampScript(
  options: Omit<ScriptOptions, "loadMigrations"> & {
    readonly ranges: readonly string[];
    readonly purge?: boolean;
  },
): Promise<Pick<ScriptResult, "heads" | "script">> {
  const { graph, config, ranges, purge = false } = options;
  const table = config.versionTable;
  const parsed = await Promise.all(ranges.map((range) => rangeOf(options, range, "stamp")));
  const rows = parsed[0]?.rows ?? [];
  if (parsed.some((other) => other.rows.join() !== rows.join())) {
    const problem =
      "Stamp operation with --sql only supports a single starting revision at a time.";
    throw rangeError(problem, "Give every range the same start.");
  }
  const targets = parsed.map(({ target }) => target);
  const heads = planStamp(graph, rows, targets, { purge });
  const create = createVersionTable(table, "IF NOT EXISTS ");
  const statements = [
    ...(purge ? [create, `DELETE FROM ${quoteName(table)}`] : []),
    ...rowStatements(table, rowChange(purge ? [] : rows, heads)),
  ];
  return { heads, script: formatRowsScript(statements, table, purge ? undefined : rows) };
}

async function rangeOf(
  { graph, config, connect }: ScriptOptions,
  text: string,
  kind: Direction | "stamp",
): Promise<{ readonly rows: readonly string[]; readonly target: string }> {
  const { rows, target } = parseScriptRange(graph, text, kind);
  if (rows !== "current") return { rows, target };
  return { rows: await currentRows(await connect(), config.versionTable), target };
}

/**
 * Parses the range `START:END` of a script: the start (as version rows, or `current` for the
 * database's revision) and the target. An upgrade or stamp without a start begins at an empty
 * database. A downgrade requires a start, except for `-1` and `LABEL@-1`, which start at the
 * database's revision.
 *
 * @example parseScriptRange(graph, "a1:head", "upgrade") // { rows: ["a1"], target: "head" }
 * @example parseScriptRange(graph, "current:head", "upgrade") // { rows: "current", target: "head"
 * }
 */
export function parseScriptRange(
  graph: RevisionGraph,
  range: string,
  kind: Direction | "stamp",
): { readonly rows: readonly string[] | "current"; readonly target: string } {
  const [start = "", target, ...more] = range.split(":");
  if (target === undefined) {
    if (kind !== "downgrade") return { rows: [], target: start };
    if (/^(?:[^@]+@)?-\d+$/.test(start)) return { rows: "current", target: start };
    throw rangeError(
      `downgrade with --sql requires <fromrev>:<torev>; '${range}' has no start.`,
      `Name the start: \`gen downgrade --sql current:${range}\` reads it from the database, \`head:${range}\` names the head.`,
    );
  }
  if (target === "" || more.length > 0) {
    throw rangeError(
      `'${range}' is not a range.`,
      `Write <fromrev>:<torev>, for example \`${start === "" ? "base" : start}:head\`.`,
    );
  }
  if (start === "current") return { rows: start, target };
  if (start === "" || start === "base") return { rows: [], target };
  const revision = resolveRevision(graph, start);
  if (revision !== undefined) return { rows: [revision.revision], target };
  const problem = `A script cannot start at '${start}': that does not say where the other branches are.`;
  throw rangeError(problem, "Write `base` for an empty database, or a revision.");
}

function rangeError(message: string, hint: string): GenError {
  return usageError("revision_range", message, hint);
}

/** The beginning of every script: the first error ends it, and its encoding is UTF-8. */
const preamble: readonly string[] = ["\\set ON_ERROR_STOP on", "SET client_encoding = 'UTF8';"];

/**
 * The script that does what a run does: each migration in a transaction together with its version
 * row, but `autocommit` outside.
 *
 * @param start the version rows that it expects; if there are none, it creates the version table if
 * it is missing
 */
export function formatScript(
  recorded: readonly RecordedStep[],
  table: QualifiedName,
  start: readonly string[],
): string {
  const transactions = recorded.map(({ step, parts, hazards }, index) => {
    const first = index === 0 ? opening(table, start) : [];
    const rows = rowStatements(table, rowChange(step.headsBefore, step.headsAfter));
    return transaction([...first, `-- ${describeStep(step)}`], { parts, hazards }, rows);
  });
  return paragraphs([...preamble, ...transactions.flat()]);
}

/** The script that only changes version rows; without `start`, wherever the database is. */
export function formatRowsScript(
  statements: readonly string[],
  table: QualifiedName,
  start: readonly string[] | undefined,
): string {
  const first = start === undefined ? [] : opening(table, start);
  const all = [...first, ...statements.map(scriptStatement)];
  return paragraphs([...preamble, "BEGIN;", ...all, "COMMIT;"]);
}

/** Statements below the names of their steps, for readers. */
export function formatPlan(recorded: readonly RecordedStep[]): string {
  return recorded
    .map(({ step, parts, hazards }) => {
      const statements = parts.flatMap((part) => statementsOf(part, hazards));
      return paragraphs([
        `-- ${describeStep(step)}`,
        ...(statements.length > 0 ? statements : ["-- nothing"]),
      ]);
    })
    .join("\n");
}

/** The script that creates the version table if it is missing. */
export function formatTableScript(table: QualifiedName): string {
  return paragraphs([...preamble, `${createVersionTable(table, "IF NOT EXISTS ")};`]);
}

/**
 * Creates the version table if it can be missing. First refuses a database at another revision, or
 * one with a run in progress. Takes the lock of a run until the end of the first transaction.
 */
function opening(table: QualifiedName, start: readonly string[]): readonly string[] {
  const create = start.length === 0 ? [`${createVersionTable(table, "IF NOT EXISTS ")};`] : [];
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

/** The parts in their transactions. Omits empty ones, except the version row's. */
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

/** The statements, below comments that a reviewer must read. */
function statementsOf({ statements, operations }: Part, hazards: RecordedStep["hazards"]) {
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
 * A statement for `psql`: ended by one semicolon that no comment hides, and without colons that
 * `psql` would read as variables. Empty for text without a statement.
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
