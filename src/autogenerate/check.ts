/** Whether the database is what the models say. */
import type { Rename } from "../compare/renames/rename.js";
import type { Operation } from "../operations/types.js";
import { isAtHeads } from "../revisions/history.js";
import { type BothSidesInput, type ProjectInput, readBothSides } from "./both-sides.js";
import { plan } from "./plan/plan.js";
import { processPlan } from "./process-operations.js";
import { withReplayed } from "./scratch/replay.js";

export interface CheckOutcome {
  /** What would have to be done to the database; empty if it is as the models say. */
  readonly operations: readonly Operation[];
  /** Whether all revisions are applied: if not, that may be all that differs. */
  readonly isAtHeads: boolean;
  readonly unconfirmedRenames: readonly Rename[];
  readonly notes: readonly string[];
}

export async function check({ config, graph, connect }: BothSidesInput): Promise<CheckOutcome> {
  const { rows, ...sides } = await readBothSides({ config, graph, connect });
  const found = await plan({
    ...sides,
    config,
    detectRenames: config.renames !== "off",
    told: "sure",
  });
  const { upgrade: operations } = await processPlan(found, config.processOperations);
  const { notes, unconfirmedRenames } = found;
  return { operations, isAtHeads: isAtHeads(graph, rows), unconfirmedRenames, notes };
}

/** Compares the models with what the migrations make of an empty scratch database. */
export async function checkReplayed(input: ProjectInput): Promise<CheckOutcome> {
  return withReplayed({ ...input, target: "heads" }, ({ connection, config }) =>
    check({ ...input, config, connect: async () => connection }),
  );
}
