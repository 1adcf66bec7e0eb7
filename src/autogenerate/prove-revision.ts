/** Proves an existing migration, as its file is now. */
import type { Connection } from "../database/connection.js";
import { defined } from "../defined.js";
import { GenError } from "../errors.js";
import type { Operation } from "../operations/types.js";
import { planUpgrade } from "../revisions/plan.js";
import type { Revision } from "../revisions/revision.js";
import type { MigrationError } from "../runtime/migration-error.js";
import { currentRows } from "../runtime/version-table.js";
import type { Table } from "../schema/types.js";
import { check } from "./check.js";
import { compareStates, type DatabaseState, readState, userSchemas } from "./diff/databases.js";
import type { ProjectInput } from "./both-sides.js";
import { differenceOf, failureOf, Hindrance, isPlansFault } from "./proof/refusal.js";
import { withRows } from "./proof/rows.js";
import { roundTrip, type RoundTrip } from "./proof/trial.js";
import { type Direction, type Outcome, type Proof, timed, unprovable } from "./proof/types.js";
import { OperationFailure } from "./run-operations.js";
import { type Replayed, withReplayed } from "./scratch/replay.js";

interface RevisionProofInput extends ProjectInput {
  readonly revision: Revision;
  readonly connect: () => Promise<Connection>;
}

/** If the revision is the next one, also checks whether the database's rows would stop it. */
export function proveRevision(input: RevisionProofInput): Promise<Proof> {
  return timed(async () => {
    const operations: Operation[] = [];
    let trip: RevisionTrip | undefined;
    const onOperation = (operation: Operation): void => {
      if (trip?.isFirstRun === true) operations.push(operation);
    };
    const replay = { ...input, target: [], onOperation };
    const outcome = await withReplayed(replay, async (replayed): Promise<Outcome> => {
      for (const { revision } of input.revision.requires) await replayed.upgrade(revision);
      trip = new RevisionTrip(input, replayed);
      try {
        const differences = await roundTrip(trip, input.signal);
        return { where: replayed.where, differences, notes: trip.notes };
      } catch (error) {
        if (error instanceof Hindrance) return unprovable(error.message);
        throw error;
      }
    });
    if (outcome.differences.length > 0 || operations.length === 0) return outcome;
    try {
      const connection = await input.connect();
      const rows = await currentRows(connection, input.config.versionTable);
      const isNext = planUpgrade(input.graph, rows, input.revision.revision).length === 1;
      if (!isNext) return outcome;
      return await withRows(outcome, connection, operations, trip?.tables ?? []);
    } catch (error) {
      // The scratch database may have been embedded because no server answers.
      if (error instanceof GenError) return outcome;
      throw error;
    }
  });
}

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

  run(direction: Direction): Promise<void> {
    // Nothing else is above the revisions below it.
    return direction === "upgrade"
      ? this.replayed.upgrade(this.input.revision.revision)
      : this.replayed.downgrade("-1");
  }

  async judge(failed: MigrationError, direction: Direction, verb: string) {
    if (direction === "downgrade" && failed.code === "irreversible") {
      this.notes.push("The downgrade is irreversible: only the upgrade was tried.");
      return undefined;
    }
    const failure = failureOf(failed);
    const verbInLine = failed.line === undefined ? verb : `${verb} in line ${failed.line}`;
    if (!(failure instanceof OperationFailure)) return differenceOf(direction, verbInLine, failure);
    if (!isPlansFault(failure, false)) throw new Hindrance(direction, failure);
    return { direction, message: `${verbInLine}, at ${failure.message}` };
  }
}
