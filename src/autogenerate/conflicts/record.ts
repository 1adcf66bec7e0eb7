/** Records the operations of migrations without a database. */
import { setImmediate, setTimeout } from "node:timers/promises";
import type { Row } from "../../database/connection.js";
import { GenError } from "../../errors.js";
import type { Operation } from "../../operations/types.js";
import type { Revision } from "../../revisions/revision.js";
import { CallLog } from "../../runtime/calls.js";
import { type Migrate, migrationLoader } from "../../runtime/load-migrations.js";
import type { OpExecutor } from "../../runtime/op/control.js";
import { createOp, type Op } from "../../runtime/op/create-op.js";

export interface Recording {
  readonly operations: readonly Operation[];
  readonly problem?: string;
}

export interface RecordingInput {
  readonly directory: string;
  /** The value of `op.args` in migrations. */
  readonly args?: Readonly<Record<string, string>> | undefined;
}

/** Calls the `upgrade` of each revision with an `op` that records its calls. */
export async function recordOperations(
  revisions: readonly Revision[],
  { directory, args = {} }: RecordingInput,
): Promise<ReadonlyMap<Revision, Recording>> {
  const steps = revisions.map((revision) => ({
    direction: "upgrade" as const,
    revision,
    headsBefore: [],
    headsAfter: [],
  }));
  const migrations = await migrationLoader(directory)(steps);
  const recordings = new Map<Revision, Recording>();
  for (const revision of revisions) {
    const { upgrade = () => undefined } = migrations.get(revision.revision) ?? {};
    recordings.set(revision, await record(upgrade, args));
  }
  return recordings;
}

async function record(
  upgrade: Migrate,
  args: Readonly<Record<string, string>>,
): Promise<Recording> {
  const operations: Operation[] = [];
  const refuse = (): never => {
    throw new GenError("offline", "There is no database to ask.");
  };
  const executor: OpExecutor = {
    isOffline: true,
    args,
    run: async (operation) => void operations.push(operation),
    query: async (): Promise<readonly Row[]> => refuse(),
    autocommit: (body) => body(),
    db: refuse,
  };
  // Keeps a call that is not awaited from ending the process.
  const { op, calls } = new CallLog(withoutLookup(createOp(executor)));
  try {
    await withPatience(Promise.resolve(upgrade(op)));
    // Calls that were not awaited run now.
    await setImmediate();
    const failed = calls.find((call) => call.failure !== undefined && !call.isAwaited);
    if (failed?.failure !== undefined) throw failed.failure.error;
    return { operations };
  } catch (error) {
    const isRead = error instanceof GenError && error.code === "offline";
    const message = error instanceof Error ? error.message : String(error);
    return { operations, problem: isRead ? "it reads from the database" : message };
  }
}

/** In milliseconds. Recording takes no time: a function that takes longer waits for something. */
const patience = 2000;

async function withPatience(work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  const { signal } = timer;
  const tooLong = setTimeout(patience, undefined, { signal }).then(() => {
    throw new Error("it waits for something else");
  });
  await Promise.race([work, tooLong]).finally(() => timer.abort());
}

/** Which columns use an enum does not matter here, and is known only to a database. */
function withoutLookup(op: Op): Op {
  const { alterEnum } = op;
  op.alterEnum = (name, values, options = {}) =>
    alterEnum(name, values, { columns: [], ...options });
  return op;
}
