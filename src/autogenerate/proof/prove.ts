/** Tries a plan out before anybody relies on it. */
import { OperationFailure } from "../run-operations.js";
import type { Connection } from "../../database/connection.js";
import { GenError } from "../../errors.js";
import { isTransactional } from "../../operations/index.js";
import { displayName, nameKey, quoteIdentifier } from "../../schema/identifiers.js";
import type { Schema } from "../../schema/types.js";
import { type ScratchDatabase, withScratchDatabase } from "../scratch/with-scratch-database.js";
import { tryOut, type Trial } from "./cycle.js";
import { fill } from "./fill.js";
import { obstacleToTransaction, tryInTransaction } from "./in-transaction.js";
import { Hindrance, mayHoldRows, refused } from "./refusal.js";
import { withRows } from "./with-rows.js";
import { surroundings } from "./surroundings.js";
import { touchedBy, touchedPart } from "./touched.js";
import type { Proof, ProofDifference, ProofMode, Provable, Seen } from "./types.js";

export interface ProofInput extends Provable {
  /** Of the database that the plan is for; not inside a transaction. */
  readonly connection: Connection;
  /** The URL of that database, beside which a scratch database can be made. */
  readonly url: string;
  readonly directory?: string;
  readonly seen: Seen;
  /** Whether the plan is to reach what is desired; by default it is. */
  readonly reaches?: boolean;
  /** Where to try it out. */
  readonly mode?: ProofMode;
  readonly signal?: AbortSignal;
}

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

type Outcome = Omit<Proof, "proven" | "durationMs">;

async function attempt(input: ProofInput): Promise<Outcome> {
  const { mode = "auto", connection, upgrade } = input;
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
    : withRows(outcome, connection, upgrade, inPlace?.stopped);
}

function trialOf({ upgrade, downgrade, seen, reaches = true }: ProofInput): Trial {
  const touched = touchedBy([...upgrade, ...downgrade], seen.before);
  const { scope, searchPath } = seen;
  return {
    upgrade,
    downgrade,
    touched,
    scope,
    searchPath,
    desired: touchedPart(seen.desired, touched),
    judgement: seen.judgement ?? {},
    reaches,
    holdsRows: true,
  };
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

async function inScratch(input: ProofInput, trial: Trial): Promise<Outcome> {
  const { mode = "auto", seen } = input;
  const changesRoles = trial.touched.roles.size > 0;
  const isWhole = [...trial.upgrade, ...trial.downgrade].every(isTransactional);
  const built = surroundings(seen.everything, seen.dependencies, trial.touched);
  const special = built.tables.find(
    (table) => table.special !== undefined && trial.touched.relations.has(nameKey(table)),
  );
  if (special !== undefined)
    return unprovable(`${displayName(special)} is a ${special.special} table`);
  try {
    return await withScratchDatabase(
      // Roles are the whole server's, so that only a rollback takes them back.
      { ...input, embedded: mode === "pglite" || (changesRoles && !isWhole) },
      async (scratch) => {
        const empty = { ...trial, holdsRows: false };
        const differences = await tryInScratch(scratch, input, empty, built, changesRoles);
        return { where: scratch.where, differences, notes: [] };
      },
    );
  } catch (error) {
    if (error instanceof Hindrance) return unprovable(error.message);
    if (error instanceof OperationFailure)
      return unprovable(`the scratch database cannot be built: ${error.message}`);
    if (error instanceof GenError && error.code === "scratch_unavailable")
      return unprovable(error.message.replace(/\.$/, ""));
    throw error;
  }
}

async function tryInScratch(
  { connection, where }: ScratchDatabase,
  input: ProofInput,
  trial: Trial,
  built: Schema,
  rollBack: boolean,
): Promise<readonly ProofDifference[]> {
  const isSameServer = where === "scratch";
  await fill(connection, isSameServer ? { ...built, roles: [] } : built, input.connection);
  if (!isSameServer) await connection.query(`SET search_path = ${pathOf(trial)}`);
  if (!rollBack || !isSameServer) return tryOut(connection, trial, false);
  await connection.query("BEGIN");
  try {
    return await tryOut(connection, trial, true);
  } finally {
    await connection.query("ROLLBACK");
  }
}

/** An embedded database has other roles, and so another `"$user"`. */
function pathOf({ searchPath }: Trial): string {
  return searchPath.length === 0 ? "''" : searchPath.map(quoteIdentifier).join(", ");
}

function unprovable(reason: string): Outcome {
  return { where: null, differences: [], reason, notes: [] };
}
