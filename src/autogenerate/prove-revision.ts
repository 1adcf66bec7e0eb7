/** Proves a migration that is there already, as its file says it now. */
import type { Connection } from "../database/connection.js";
import { defined } from "../defined.js";
import { GenError } from "../errors.js";
import type { Operation } from "../operations/types.js";
import { planUpgrade } from "../revisions/plan-upgrade.js";
import type { Revision } from "../revisions/revision.js";
import { MigrationError } from "../runtime/migration-error.js";
import { currentRows } from "../runtime/version-table.js";
import type { Table } from "../schema/types.js";
import { check } from "./check.js";
import { compareStates, type DatabaseState, readState, userSchemas } from "./diff/databases.js";
import type { ProjectInput } from "./project-input.js";
import { differenceOf, Hindrance, isPlansFault } from "./proof/refusal.js";
import { withRows } from "./proof/rows.js";
import { failureOf, FileFailure } from "./proof/run-files.js";
import { roundTrip, type RoundTrip } from "./proof/trial.js";
import {
  type Direction,
  type Outcome,
  type Proof,
  type ProofDifference,
  timed,
  unprovable,
} from "./proof/types.js";
import { OperationFailure } from "./run-operations.js";
import { type Replayed, withReplayed } from "./scratch/replay.js";

export interface RevisionProofInput extends ProjectInput {
  readonly revision: Revision;
  /** Opens the database whose rows are asked where it is right below the revision. The caller closes it. */
  readonly connect: () => Promise<Connection>;
}

/**
 * Replays what is below the revision in a scratch database and runs the revision up, down and up
 * again there. The database itself is only asked whether its rows would stop the migration, and only
 * where the revision is the next one to be applied.
 */
export function proveRevision(input: RevisionProofInput): Promise<Proof> {
  return timed(async () => {
    const operations: Operation[] = [];
    let trip: RevisionTrip | undefined;
    const onOperation = (operation: Operation): void => {
      if (trip?.isFirstRun === true) operations.push(operation);
    };
    const outcome = await withReplayed(
      { ...input, target: [], onOperation },
      async (replayed): Promise<Outcome> => {
        for (const { revision } of input.revision.requires) await replayed.upgrade(revision);
        trip = new RevisionTrip(input, replayed);
        try {
          const differences = await roundTrip(trip);
          return { where: replayed.where, differences, notes: trip.notes };
        } catch (error) {
          if (error instanceof Hindrance) return unprovable(error.message);
          throw error;
        }
      },
    );
    return outcome.differences.length > 0
      ? outcome
      : withRowsOf(input, outcome, operations, trip?.tables ?? []);
  });
}

/** One revision in a database that has all that is below it. */
class RevisionTrip implements RoundTrip<DatabaseState> {
  readonly notes: string[] = [];
  isFirstRun = false;
  tables: readonly Table[] = [];

  constructor(
    private readonly input: RevisionProofInput,
    private readonly replayed: Replayed,
  ) {}

  async read(): Promise<DatabaseState> {
    const state = await this.state();
    this.tables = state.found.schema.tables;
    this.isFirstRun = true;
    return state;
  }

  private async state(): Promise<DatabaseState> {
    const { connection, config } = this.replayed;
    const { versionTable, include } = config;
    const schemas = await userSchemas(connection);
    return readState(connection, defined({ schemas, versionTable, include }));
  }

  async leftByUpgrade(): Promise<readonly Operation[]> {
    this.isFirstRun = false;
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
    return operations;
  }

  async leftByDowngrade(before: DatabaseState): Promise<readonly Operation[]> {
    const { connection } = this.replayed;
    const { upgrade, notes } = await compareStates(connection, await this.state(), before);
    this.notes.push(...notes.map((note) => `After the downgrade, compared with before: ${note}`));
    return upgrade;
  }

  /** @throws Hindrance for what is not the file's fault */
  async run(
    direction: Direction,
    verb: string,
  ): Promise<ProofDifference | "irreversible" | undefined> {
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
        return "irreversible";
      }
      return differenceIn(revision, direction, verb, error);
    }
  }
}

function differenceIn(
  revision: Revision,
  direction: Direction,
  verb: string,
  error: MigrationError,
): ProofDifference {
  const failure = failureOf(revision, error);
  if (!(failure instanceof FileFailure)) throw failure;
  const { cause } = failure;
  const verbInLine = error.line === undefined ? verb : `${verb} in line ${error.line}`;
  if (!(cause instanceof OperationFailure)) return differenceOf(direction, verbInLine, cause);
  if (!isPlansFault(cause, false)) throw new Hindrance(direction, cause);
  return { direction, message: `${verbInLine}, at ${cause.message}` };
}

/** What is known about the rows that the migration will meet, if it is the next to be applied. */
async function withRowsOf(
  { config, graph, revision, connect }: RevisionProofInput,
  outcome: Outcome,
  operations: readonly Operation[],
  tables: readonly Table[],
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
