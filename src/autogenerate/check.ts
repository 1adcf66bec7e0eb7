/** Whether the database is what the models say. */
import type { Rename } from "../compare/renames/renames.js";
import {
  compile,
  describeObject,
  type HazardSummary,
  type Operation,
  planHazards,
  summarizeHazard,
} from "../operations/index.js";
import { isAtHeads } from "../revisions/index.js";
import { type BothSidesInput, readBothSides } from "./both-sides.js";
import { plan } from "./plan/plan.js";
import { processPlan } from "./process-operations.js";
import { type ReplayInput, withReplayed } from "./scratch/replay.js";

export type ReplayedCheckInput = Omit<BothSidesInput, "connect"> &
  Pick<ReplayInput, "signal" | "onNote">;

export interface CheckOutcome {
  /** What would have to be done to the database; empty if it is as the models say. */
  readonly operations: readonly Operation[];
  /** Whether all revisions are applied: if not, that may be all that differs. */
  readonly isAtHeads: boolean;
  /** Renames beyond doubt. */
  readonly unconfirmedRenames: readonly Rename[];
  readonly notes: readonly string[];
}

/**
 * Compares the models with the database. Changes nothing.
 *
 * @throws GenError what reading models and comparing throw
 *
 * @example
 * const { operations } = await check({ config, graph, connect });
 */
export async function check({ config, graph, connect }: BothSidesInput): Promise<CheckOutcome> {
  const { connection, models, rows, reading } = await readBothSides({ config, graph, connect });
  const migrationFiles = graph.revisions.map((revision) => revision.path);
  const found = await plan({
    connection,
    config,
    models,
    migrationFiles,
    reading,
    detectRenames: config.renames !== "off",
    told: "sure",
  });
  const { upgrade } = await processPlan(found, config.processOperations);
  const { notes, unconfirmedRenames } = found;
  return {
    operations: upgrade,
    isAtHeads: isAtHeads(graph, rows),
    unconfirmedRenames,
    notes,
  };
}

/**
 * Compares the models with what the migrations make of an empty database. Needs no database but a
 * scratch one.
 *
 * @throws GenError what replaying, reading models and comparing throw
 */
export async function checkReplayed(input: ReplayedCheckInput): Promise<CheckOutcome> {
  return withReplayed({ ...input, target: "heads" }, ({ connection, config }) =>
    check({ ...input, config, connect: async () => connection }),
  );
}

/** An operation as programs get it. */
export interface OperationSummary {
  readonly kind: Operation["kind"];
  /** What it is about: `public.vehicles.manufacturer`. */
  readonly object: string;
  readonly sql: readonly string[];
  /** What a reviewer must not overlook; absent where there is nothing. */
  readonly hazards?: readonly HazardSummary[];
}

/**
 * The operations of a plan for programs.
 *
 * @example summarize(plan) // [{ kind: "addColumn", object: "public.vehicles.manufacturer", sql: [ … ] }]
 */
export function summarize(operations: readonly Operation[]): readonly OperationSummary[] {
  const known = planHazards(operations);
  return operations.map((operation) => {
    const parts = operation.kind === "autocommit" ? operation.operations : [operation];
    const hazards = parts.flatMap((part) => known.get(part) ?? []).map(summarizeHazard);
    return {
      kind: operation.kind,
      object: describeObject(operation),
      sql: compile(operation).map(({ sql }) => sql),
      ...(hazards.length > 0 && { hazards }),
    };
  });
}
