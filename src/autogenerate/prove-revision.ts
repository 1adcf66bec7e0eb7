/** Proves a migration that is there already, as its file says it now. */
import type { ResolvedConfig } from "../config/types.js";
import type { Connection } from "../database/connection.js";
import { GenError } from "../errors.js";
import { describeOperation, type Operation } from "../operations/index.js";
import { planUpgrade, type Revision, type RevisionGraph } from "../revisions/index.js";
import { MigrationError } from "../runtime/index.js";
import { currentRows } from "../runtime/version-table.js";
import type { Table } from "../schema/types.js";
import { check } from "./check.js";
import { compareStates, type DatabaseState, readState, userSchemas } from "./diff/databases.js";
import { Hindrance, isPlansFault } from "./proof/refusal.js";
import { failureOf, FileFailure } from "./proof/run-files.js";
import { type Outcome, type Proof, type ProofDifference, unprovable } from "./proof/types.js";
import { withRows } from "./proof/with-rows.js";
import { type Replayed, withReplayed } from "./scratch/replay.js";
import { OperationFailure } from "./run-operations.js";

export interface RevisionProofInput {
  readonly config: ResolvedConfig;
  readonly graph: RevisionGraph;
  readonly revision: Revision;
  /** Opens the database whose rows are asked where it is right below the revision. The caller closes it. */
  readonly connect: () => Promise<Connection>;
  /** What migrations see as `op.args`. */
  readonly args?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly onNote?: (message: string) => void;
}

/**
 * Replays what is below the revision in a scratch database, runs the revision up, compares with the
 * models if it is the only head, runs it down, compares with what was there before, and runs it up
 * again. The database itself is only asked whether its rows would stop the migration, and only where
 * the revision is the next one to be applied.
 *
 * @throws GenError what replaying the revisions below, reading the models and comparing throw
 *
 * @example
 * const { proven, differences } = await proveRevision({ config, graph, revision, connect });
 */
export async function proveRevision(input: RevisionProofInput): Promise<Proof> {
  const start = performance.now();
  const met: Met = { operations: [], tables: [] };
  const tried = await tryRevision(input, met);
  const outcome = tried.differences.length > 0 ? tried : await withRowsOf(input, tried, met);
  return {
    proven: outcome.differences.length === 0 && outcome.reason === undefined,
    durationMs: Math.round(performance.now() - start),
    ...outcome,
  };
}

/** What the migration does, and the tables that it finds. */
interface Met {
  readonly operations: Operation[];
  tables: readonly Table[];
}

async function tryRevision(input: RevisionProofInput, met: Met): Promise<Outcome> {
  let isRecorded = false;
  const onOperation = (operation: Operation): void => {
    if (isRecorded) met.operations.push(operation);
  };
  return withReplayed({ ...input, target: [], onOperation }, async (replayed) => {
    for (const { revision } of input.revision.requires) await replayed.upgrade(revision);
    const trial = new Trial(input, replayed);
    try {
      isRecorded = true;
      const before = await trial.state();
      met.tables = before.found.schema.tables;
      const failed = await trial.run("upgrade", "fails");
      isRecorded = false;
      const differences = failed ?? [
        ...(await trial.leftOfModels()),
        ...(await trial.andBack(before)),
      ];
      return { where: replayed.where, differences, notes: trial.notes };
    } catch (error) {
      if (error instanceof Hindrance) return unprovable(error.message);
      throw error;
    }
  });
}

/** One revision in a database that has all that is below it. */
class Trial {
  readonly notes: string[] = [];

  constructor(
    private readonly input: RevisionProofInput,
    private readonly replayed: Replayed,
  ) {}

  /** All that is in the database. */
  async state(): Promise<DatabaseState> {
    const { connection, config } = this.replayed;
    const { versionTable, include } = config;
    const schemas = await userSchemas(connection);
    return readState(connection, { schemas, versionTable, ...(include && { include }) });
  }

  async leftOfModels(): Promise<readonly ProofDifference[]> {
    const { graph, revision } = this.input;
    const heads = graph.realHeads();
    if (heads.length !== 1 || heads[0] !== revision) {
      this.notes.push(
        `${revision.revision} is not the only head, so it was not compared with the models.`,
      );
      return [];
    }
    const { connection, config } = this.replayed;
    const { operations, notes } = await check({ config, graph, connect: async () => connection });
    this.notes.push(...notes);
    return operations.map(leftBy("upgrade"));
  }

  async andBack(before: DatabaseState): Promise<readonly ProofDifference[]> {
    const failed = await this.run("downgrade", "fails");
    if (failed !== undefined) return failed;
    const { connection } = this.replayed;
    const { upgrade: lost, notes } = await compareStates(connection, await this.state(), before);
    this.notes.push(...notes.map((note) => `After the downgrade, compared with before: ${note}`));
    const failedAgain = await this.run("upgrade", "fails after the downgrade");
    return [...lost.map(leftBy("downgrade")), ...(failedAgain ?? [])];
  }

  /**
   * @returns What failed; nothing, an empty list, where the migration says that there is no way back.
   * @throws Hindrance for what is not the file's fault
   */
  async run(
    direction: ProofDifference["direction"],
    verb: string,
  ): Promise<readonly ProofDifference[] | undefined> {
    const { revision } = this.input;
    try {
      // Nothing else is above what is below it.
      await (direction === "upgrade"
        ? this.replayed.upgrade(revision.revision)
        : this.replayed.downgrade("-1"));
      return undefined;
    } catch (error) {
      this.input.signal?.throwIfAborted();
      if (!(error instanceof MigrationError)) throw error;
      if (direction === "downgrade" && error.code === "irreversible") {
        this.notes.push(
          "The downgrade says that there is no way back: only the upgrade was tried.",
        );
        return [];
      }
      return [differenceIn(revision, direction, verb, error)];
    }
  }
}

function differenceIn(
  revision: Revision,
  direction: ProofDifference["direction"],
  verb: string,
  error: MigrationError,
): ProofDifference {
  const failure = failureOf(revision, error);
  if (!(failure instanceof FileFailure)) throw failure;
  const { cause } = failure;
  const line = error.line === undefined ? "" : ` in line ${error.line}`;
  if (!(cause instanceof OperationFailure))
    return { direction, message: `${verb}${line}: ${cause.message.replace(/\.$/, "")}` };
  if (!isPlansFault(cause, false)) throw new Hindrance(direction, cause);
  return { direction, message: `${verb}${line}, at ${cause.message}` };
}

function leftBy(direction: ProofDifference["direction"]): (one: Operation) => ProofDifference {
  return (one) => ({ direction, message: `leaves to do: ${describeOperation(one)}` });
}

/** What is known about the rows that the migration will meet, if it is the next to be applied. */
async function withRowsOf(
  { config, graph, revision, connect }: RevisionProofInput,
  outcome: Outcome,
  { operations, tables }: Met,
): Promise<Outcome> {
  if (operations.length === 0) return outcome;
  try {
    const connection = await connect();
    const rows = await currentRows(connection, config.versionTable);
    const steps = planUpgrade(graph, rows, revision.revision);
    if (steps.length !== 1) return outcome;
    return await withRows(outcome, connection, operations, tables);
  } catch (error) {
    // The scratch database may have been an embedded one, because no server answers.
    if (error instanceof GenError) return outcome;
    throw error;
  }
}
