import type { Step } from "../../revisions/version-rows.js";
import type { Hazard } from "../../operations/hazard.js";
import { planHazards } from "../../operations/hazards.js";
import type { Operation } from "../../operations/types.js";
import { type Call, CallLog } from "../calls.js";
import { functionOf, type LoadMigrations, type Migrate } from "../load-migrations.js";
import { MigrationError, placeOf } from "../migration-error.js";
import { createOp } from "../op/create-op.js";
import type { ExecutorOptions } from "../queued-executor.js";
import { type Part, type Reader, RecordingExecutor } from "./recording-executor.js";

/** A migration, and what it would send. */
export interface RecordedStep {
  readonly step: Step;
  /** In their order; the first and the last are transactional. */
  readonly parts: readonly Part[];
  /** What a reader must not overlook, by operation of the parts. */
  readonly hazards: ReadonlyMap<Operation, readonly Hazard[]>;
}

interface RecordOptions extends ExecutorOptions {
  readonly loadMigrations: LoadMigrations;
  readonly reader?: Reader;
  readonly onNotice?: (text: string) => void;
}

/** Calls the migrations one after the other and writes down what they say. */
export async function recordSteps(
  steps: readonly Step[],
  options: RecordOptions,
): Promise<readonly RecordedStep[]> {
  const migrations = await options.loadMigrations(steps);
  const functions = steps.map((step) => functionOf(migrations, step));
  const recorded: RecordedStep[] = [];
  for (const [index, step] of steps.entries()) {
    const migrate = functions[index];
    if (migrate === undefined) continue;
    const isAfterOthers = recorded.some(({ parts }) => parts.some((p) => p.statements.length > 0));
    const parts = await recordStep(step, migrate, options, isAfterOthers);
    const operations = parts.flatMap((part) => part.operations.map(({ operation }) => operation));
    recorded.push({ step, parts, hazards: planHazards(operations) });
  }
  return recorded;
}

async function recordStep(
  step: Step,
  migrate: Migrate,
  options: RecordOptions,
  isAfterOthers: boolean,
): Promise<readonly Part[]> {
  const { signal, onNotice } = options;
  const executor = new RecordingExecutor({
    ...options,
    isAfterOthers,
    onStaleRead: () => {
      const place = placeOf(step.revision.path, [readingCall(log)?.site]);
      onNotice?.(
        `${place.text}: it reads the database as it is now, before the earlier statements have run.`,
      );
    },
  });
  const log = new CallLog(createOp(executor));
  try {
    await log.run(migrate, executor, signal);
    return executor.parts;
  } catch (error) {
    const isInterrupted = signal?.aborted === true;
    const sites = [log.siteOf(error), error];
    throw new MigrationError({ step, error, sites, isInterrupted, isRecording: true });
  } finally {
    executor.close();
    log.end(step, onNotice);
  }
}

/** What is read through `op.db` is no call of `op`. */
function readingCall({ calls }: CallLog): Call | undefined {
  const last = calls.at(-1);
  return last !== undefined && ["query", "batchUpdate", "alterEnum"].includes(last.method)
    ? last
    : undefined;
}
