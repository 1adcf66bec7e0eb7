import type { Connection } from "../database/connection.js";
import type { Hazard } from "../operations/hazard.js";
import { GenError } from "../errors.js";
import { type Direction, planStamp, rowChange, type Step } from "../revisions/version-rows.js";
import { type Destination, planRun } from "../revisions/plan.js";
import type { RevisionGraph } from "../revisions/graph.js";
import type { QualifiedName } from "../schema/types.js";
import { refuseForgottenStamp } from "./forgotten-stamp.js";
import { type LoadOptions, loadSteps } from "./load-migrations.js";
import type { ExecutorOptions } from "./queued-executor.js";
import { runStep } from "./run-step.js";
import { inSession, type SessionOptions } from "./session.js";
import { MigrationTransaction } from "./transaction.js";
import {
  changeRows,
  nameRole,
  checkCanCreate,
  createVersionTable,
  readVersionTable,
} from "./version-table.js";
import { quoteName } from "../schema/identifiers.js";

/** The configuration that a run needs. */
export interface RunConfig {
  /** The project's directory, to which the paths of migration files are relative. */
  readonly directory: string;
  readonly versionTable: QualifiedName;
  readonly casing?: "snake_case" | "camelCase";
}

export interface RunOptions
  extends
    SessionOptions,
    Pick<LoadOptions, "loadMigrations">,
    Pick<ExecutorOptions, "args" | "tag" | "instead"> {
  /** Must not be inside a transaction. Stays open. */
  readonly connection: Connection;
  readonly config: RunConfig;
  readonly graph: RevisionGraph;
  /** The database exists only for this run; error messages say so. */
  readonly isScratch?: boolean;
  readonly onStepStart?: (step: Step, position: StepPosition) => void;
  readonly onStep?: (report: StepReport, step: Step, position: StepPosition) => void;
}

/** The number of a step, starting at 1, and the number of all steps. */
export interface StepPosition {
  readonly number: number;
  readonly total: number;
}

/** A migration that has run. */
export interface StepReport {
  readonly direction: Direction;
  readonly revision: string;
  /** The version rows after it. */
  readonly headsAfter: readonly string[];
  /** The statements that it sent. */
  readonly sql: readonly string[];
  readonly durationMs: number;
  /** Only in scripts and dry runs: what a reviewer must know. Absent if there is nothing. */
  readonly hazards?: readonly (Hazard & { readonly object: string })[];
}

export interface RunResult {
  readonly steps: readonly StepReport[];
  /** The version rows now. */
  readonly heads: readonly string[];
}

/**
 * Applies the missing migrations up to the target, or undoes those above it. Each migration runs in
 * its own transaction together with its version row. If one fails, the database stays at the
 * revision before it.
 *
 * @example await run({ connection, config, graph, direction: "upgrade", target: "head" });
 */
export async function run(options: RunOptions & Destination): Promise<RunResult> {
  const { connection, config, graph } = options;
  const table = config.versionTable;
  return inSession(connection, table, options, async () => {
    const rows = await readVersionTable(connection, table);
    const steps = planRun(graph, rows ?? [], options);
    if (steps.length === 0) return { steps: [], heads: rows ?? [] };
    if (rows === undefined) await checkCanCreate(connection, table);
    const isEmpty = (rows ?? []).length === 0 && options.isScratch !== true;
    if (isEmpty) await refuseForgottenStamp(connection, steps);
    return runSteps(steps, options, rows === undefined);
  });
}

/**
 * Writes version rows and runs no migration.
 *
 * @param options.purge deletes all rows first, including those of revisions that have no file
 */
export async function stamp(
  options: Omit<RunOptions, "loadMigrations"> & {
    readonly targets: readonly string[];
    readonly purge?: boolean;
  },
): Promise<Pick<RunResult, "heads">> {
  const { connection, graph, targets, purge = false } = options;
  const table = options.config.versionTable;
  return inSession(connection, table, options, async () => {
    const rows = await readVersionTable(connection, table);
    const heads = planStamp(graph, rows ?? [], targets, { purge });
    if (rows === undefined) await checkCanCreate(connection, table);
    const transaction = new MigrationTransaction(connection);
    const purging = purge ? [`DELETE FROM ${quoteName(table)}`] : [];
    try {
      await transaction.begin(...(rows === undefined ? [createVersionTable(table)] : purging));
      await changeRows(connection, table, rowChange(purge ? [] : (rows ?? []), heads));
      await transaction.commit();
    } catch (error) {
      await transaction.rollback();
      throw await nameRole(error, connection);
    }
    return { heads };
  });
}

/** Creates the version table if it is missing. */
export async function ensureVersionTable(options: Omit<RunOptions, "graph" | "loadMigrations">) {
  const { connection } = options;
  const { versionTable } = options.config;
  await inSession(connection, versionTable, options, async () => {
    if ((await readVersionTable(connection, versionTable)) !== undefined) return;
    await checkCanCreate(connection, versionTable);
    await connection.query(createVersionTable(versionTable));
  });
}

async function runSteps(steps: readonly Step[], options: RunOptions, createTable: boolean) {
  const { config, signal, onStepStart, onStep } = options;
  const loaded = await loadSteps(steps, options);
  const transaction = new MigrationTransaction(options.connection);
  const reports: StepReport[] = [];
  try {
    for (const [index, { step, migrate }] of loaded.entries()) {
      if (signal?.aborted === true) throw interrupted(step, options);
      const position = { number: index + 1, total: steps.length };
      onStepStart?.(step, position);
      const start = performance.now();
      const sql = await runStep(step, migrate, {
        ...options,
        ...config,
        transaction,
        beginNext: position.number < position.total,
        first: createTable ? [createVersionTable(config.versionTable)] : [],
      });
      const report = {
        direction: step.direction,
        revision: step.revision.revision,
        headsAfter: step.headsAfter,
        sql,
        durationMs: Math.round(performance.now() - start),
      };
      reports.push(report);
      onStep?.(report, step, position);
    }
  } finally {
    // The transaction was begun for a step that was not reached.
    await transaction.rollback();
  }
  return { steps: reports, heads: steps.at(-1)?.headsAfter ?? [] };
}

function interrupted({ headsBefore }: Step, { isScratch, signal }: RunOptions): GenError {
  const cause = signal?.reason;
  if (isScratch === true) return new GenError("interrupted", "Interrupted.", { cause });
  const message = `Interrupted; the database is at ${headsBefore.join(", ") || "base"}.`;
  return new GenError("interrupted", message, { hint: "Run it again to continue.", cause });
}
