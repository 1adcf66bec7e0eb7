import type { Connection } from "../../database/connection.js";
import { defined } from "../../defined.js";
import { type Direction, rowChange } from "../../revisions/version-rows.js";
import { parseScriptRange } from "../../revisions/script-range.js";
import { planDowngrade, planUpgrade } from "../../revisions/plan.js";
import { planStamp } from "../../revisions/plan-stamp.js";
import { usageError } from "../../errors.js";
import { summarizeHazards } from "../../operations/hazards.js";
import { quoteName } from "../../schema/identifiers.js";
import { migrationLoader } from "../load-migrations.js";
import type { RunConfig, RunOptions, RunResult } from "../run.js";
import { createVersionTable, currentRows, rowStatements } from "../version-table.js";
import { formatRowsScript, formatScript, formatTableScript } from "./format-script.js";
import { type RecordedStep, recordSteps } from "./record-steps.js";

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
 * Writes what {@link upgrade} would do as a script, without a database.
 *
 * @param options.range `END`, from an empty database; `START:END`; or `current:END`, which reads
 *   where the database is
 * @example const { script } = await upgradeScript({ config, graph, range: "a1:head", connect });
 */
export async function upgradeScript(
  options: ScriptOptions & { readonly range: string },
): Promise<ScriptResult> {
  return write(options, "upgrade");
}

/** As {@link upgradeScript}; `options.range` is `START:END`, `current:END` or `-N`. */
export async function downgradeScript(
  options: ScriptOptions & { readonly range: string },
): Promise<ScriptResult> {
  return write(options, "downgrade");
}

async function write(
  options: ScriptOptions & { readonly range: string },
  direction: Direction,
): Promise<ScriptResult> {
  const { rows, target } = await rangeOf(options, options.range, direction);
  const plan = direction === "upgrade" ? planUpgrade : planDowngrade;
  const steps = plan(options.graph, rows, target);
  const { config } = options;
  const loadMigrations = options.loadMigrations ?? migrationLoader(config.directory);
  const recorded = await recordSteps(steps, {
    ...options,
    loadMigrations,
    ...defined({ casing: config.casing }),
  });
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
 * @param options.ranges as in {@link upgradeScript}; all start at the same revision
 */
export async function stampScript(
  options: Omit<ScriptOptions, "loadMigrations"> & {
    readonly ranges: readonly string[];
    readonly purge?: boolean;
  },
): Promise<Pick<ScriptResult, "heads" | "script">> {
  const { graph, config, ranges, purge = false } = options;
  const table = config.versionTable;
  const { rows, targets } = await commonStart(options, ranges);
  const heads = planStamp(graph, rows, targets, { purge });
  const statements = [
    ...(purge
      ? [createVersionTable(table, { ifNotExists: true }), `DELETE FROM ${quoteName(table)}`]
      : []),
    ...rowStatements(table, rowChange(purge ? [] : rows, heads)),
  ];
  return { heads, script: formatRowsScript(statements, table, purge ? undefined : rows) };
}

/** The script that makes the version table if it is missing. */
export function versionTableScript(config: Pick<RunConfig, "versionTable">): string {
  return formatTableScript(config.versionTable);
}

async function commonStart(
  options: ScriptOptions,
  ranges: readonly string[],
): Promise<{ readonly rows: readonly string[]; readonly targets: readonly string[] }> {
  const parsed = await Promise.all(ranges.map((range) => rangeOf(options, range, "stamp")));
  const [first, ...others] = parsed;
  const rows = first?.rows ?? [];
  if (others.every((other) => other.rows.join() === rows.join())) {
    return { rows, targets: parsed.map(({ target }) => target) };
  }
  throw usageError(
    "revision_range",
    "Stamp operation with --sql only supports a single starting revision at a time.",
    "Give every range the same start.",
  );
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
