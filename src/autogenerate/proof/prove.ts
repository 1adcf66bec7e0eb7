/** Tries a plan out before anybody relies on it. */
import type { Trial } from "./cycle.js";
import { inScratch } from "./in-scratch.js";
import {
  isLeft,
  notInTransaction,
  obstacleToTransaction,
  tryInTransaction,
} from "./in-transaction.js";
import { Hindrance, mayHoldRows, refused } from "./refusal.js";
import { trialOf } from "./trial.js";
import { type Outcome, type Proof, type ProofInput, unprovable } from "./types.js";
import { withRows } from "./with-rows.js";

/**
 * Runs the plan up, down and up again, and compares after each step, looking only at what the plan
 * touches: in a transaction of the database itself that is rolled back, else in a scratch database
 * on the same server, else in an embedded one. The database is afterwards as before.
 *
 * @throws GenError when the connection is lost, or when interrupted
 *
 * @example
 * const { proven, differences } = await prove({ connection, url, upgrade, downgrade, seen });
 */
export async function prove(input: ProofInput): Promise<Proof> {
  const start = performance.now();
  const outcome = await attempt(input);
  const { differences, reason } = outcome;
  return {
    proven: differences.length === 0 && reason === undefined,
    durationMs: Math.round(performance.now() - start),
    ...outcome,
  };
}

async function attempt(input: ProofInput): Promise<Outcome> {
  const { mode = "auto", connection, upgrade, seen } = input;
  const trial = trialOf(input);
  const isPlace = mode === "auto" || mode === "transaction";
  const inPlace = isPlace ? await inTransaction(input, trial) : undefined;
  if (inPlace !== undefined && "differences" in inPlace) return inPlace;
  const outcome =
    mode === "transaction" && inPlace !== undefined
      ? unprovable(inPlace.hindrance)
      : await inScratch(input, trial);
  // What fails without rows does not fail because of them.
  return outcome.differences.length > 0
    ? outcome
    : withRows(outcome, connection, upgrade, seen.everything.tables, inPlace?.stopped);
}

async function inTransaction(
  { connection }: ProofInput,
  trial: Trial,
): Promise<Outcome | { readonly hindrance: string; readonly stopped?: Hindrance }> {
  const obstacle = await obstacleToTransaction(connection, trial);
  if (obstacle !== undefined) return { hindrance: obstacle };
  try {
    const differences = await tryInTransaction(connection, trial);
    return { where: "transaction", differences, notes: [] };
  } catch (error) {
    if (isLeft(error)) return { hindrance: notInTransaction };
    if (!(error instanceof Hindrance)) throw error;
    const { direction, failure } = error;
    if (error.isInRows && !(await mayHoldRows(connection, failure.operation)))
      return {
        where: "transaction",
        differences: [refused(direction, "fails", failure)],
        notes: [],
      };
    return { hindrance: error.message, ...(error.isInRows && { stopped: error }) };
  }
}
