/** Whether the database matches the models. */
import type { Rename } from "../compare/renames/rename.js";
import type { Operation } from "../operations/types.js";
import { isAtHeads } from "../revisions/history.js";
import { type BothSidesInput, type ProjectInput, readBothSides } from "./both-sides.js";
import { plan } from "./plan/plan.js";
import { processPlan } from "./process-operations.js";
import { withReplayed } from "./scratch/replay.js";

export interface CheckOutcome {
  /** The operations that would make the database match; empty if it does. */
  readonly operations: readonly Operation[];
  /** Whether all revisions are applied. If not, that may be the whole difference. */
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

/** Compares the models with the result of all migrations in a scratch database. */
export async function checkReplayed(input: ProjectInput): Promise<CheckOutcome> {
  return withReplayed({ ...input, target: "heads" }, ({ connection, config }) =>
    check({ ...input, config, connect: async () => connection }),
  );
}
