/** Tries a plan out before anybody relies on it. */
import { inScratch } from "./in-scratch.js";
import {
  isLeft,
  notInTransaction,
  obstacleToTransaction,
  tryInTransaction,
} from "./in-transaction.js";
import { differenceOf, Hindrance, mayHoldRows } from "./refusal.js";
import { withRows } from "./rows.js";
import { type Trial, trialOf } from "./trial.js";
import { type Outcome, type Proof, type ProofInput, timed, unprovable } from "./types.js";

/**
 * Runs the plan up, down and up again, and compares after each step, looking only at what it
 * touches: in a transaction of the database itself that is rolled back, else in a scratch database
 * on the same server, else in an embedded one.
 */
export function prove(input: ProofInput): Promise<Proof> {
  return timed(() => attempt(trialOf(input)));
}

async function attempt(trial: Trial): Promise<Outcome> {
  const { mode = "auto", connection, upgrade, seen } = trial.input;
  const isPlace = mode === "auto" || mode === "transaction";
  const inPlace = isPlace ? await inTransaction(trial) : undefined;
  if (inPlace !== undefined && "differences" in inPlace) return inPlace;
  const outcome =
    mode === "transaction" && inPlace !== undefined
      ? unprovable(inPlace.hindrance)
      : await inScratch(trial);
  // What fails without rows does not fail because of them.
  return outcome.differences.length > 0
    ? outcome
    : withRows(outcome, connection, upgrade, seen.everything.tables, inPlace?.stopped);
}

async function inTransaction(
  trial: Trial,
): Promise<Outcome | { readonly hindrance: string; readonly stopped?: Hindrance }> {
  const { connection } = trial.input;
  const obstacle = await obstacleToTransaction(trial);
  if (obstacle !== undefined) return { hindrance: obstacle };
  try {
    const differences = await tryInTransaction(trial);
    return { where: "transaction", differences, notes: [] };
  } catch (error) {
    if (isLeft(error)) return { hindrance: notInTransaction };
    if (!(error instanceof Hindrance)) throw error;
    const { direction, failure, isInRows, message } = error;
    if (!isInRows) return { hindrance: message };
    if (await mayHoldRows(connection, failure.operation))
      return { hindrance: message, stopped: error };
    const differences = [differenceOf(direction, "fails", failure)];
    return { where: "transaction", differences, notes: [] };
  }
}
