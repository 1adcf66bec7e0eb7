import type { Connection } from "../../database/connection.js";
import { type Direction, rowChange } from "../../revisions/version-rows.js";
import type { RevisionGraph } from "../../revisions/graph.js";
import { planRun } from "../../revisions/plan.js";
import { planStamp } from "../../revisions/plan-stamp.js";
import { resolveRevision } from "../../revisions/resolve.js";
import { type GenError, usageError } from "../../errors.js";
import { summarizeHazards } from "../../operations/hazards.js";
import { quoteName } from "../../schema/identifiers.js";
import type { RunOptions, RunResult } from "../run.js";
import { createVersionTable, currentRows, rowStatements } from "../version-table.js";
import { formatRowsScript, formatScript } from "./format-script.js";
import { type RecordedStep, recordSteps } from "./record.js";

export interface ScriptOptions extends Pick<
  RunOptions,
  "config" | "graph" | "args" | "tag" | "signal" | "onNotice" | "loadMigrations"
> {
  /** Opens the database to find out where it is: only for a range that starts at `current`. */
  readonly connect: () => Promise<Connection>;
}

/** A script for `psql`, and what stands in it. */
export interface ScriptResult extends RunResult {
  readonly script: string;
}

/**
 * Writes what {@link run} would do as a script, without a database.
 *
 * @param options.range `START:END`, or `current:END`, which reads where the database is. An upgrade
 *   also takes `END`, from an empty database, and a downgrade `-N`, from where the database is.
 * @example
 * const { script } = await runScript({ config, graph, direction: "upgrade", range: "a1:head", connect });
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

/** What a run would report, as far as nothing is run. */
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
 * @param options.ranges as in {@link runScript}; all start at the same revision
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
    throw rangeError(
      "Stamp operation with --sql only supports a single starting revision at a time.",
      "Give every range the same start.",
    );
  }
  const targets = parsed.map(({ target }) => target);
  const heads = planStamp(graph, rows, targets, { purge });
  const create = createVersionTable(table, { ifNotExists: true });
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
 * Reads `START:END` for a script: where it starts (as version rows, or `current`, wherever the
 * database is) and where it leads. An upgrade or a stamp may leave the start out and then starts
 * from nothing; a downgrade must name it, except to `-1` or `LABEL@-1`, which start where the
 * database is.
 *
 * @example parseScriptRange(graph, "a1:head", "upgrade") // { rows: ["a1"], target: "head" }
 * @example parseScriptRange(graph, "current:head", "upgrade") // { rows: "current", target: "head" }
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
      `downgrade with --sql requires <fromrev>:<torev>; '${range}' names one end.`,
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
  throw rangeError(
    `A script cannot start at '${start}': that does not say where the other branches are.`,
    "Write `base` for an empty database, or a revision.",
  );
}

function rangeError(message: string, hint: string): GenError {
  return usageError("revision_range", message, hint);
}
