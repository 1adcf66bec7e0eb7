import type { ProofPlace } from "../../config/types.js";
import type { Connection } from "../../database/connection.js";
import type { IntrospectionScope } from "../../introspect/types.js";
import type { Operation } from "../../operations/types.js";
import type { Migrate } from "../../runtime/load-migrations.js";
import type { Dependency } from "../../schema/object-ref.js";
import type { Schema } from "../../schema/types.js";
import type { ComparisonHooks } from "../plan/hooks.js";

/** Where a plan may be proven; `auto` takes the first of the places that can be had. */
export type ProofMode = "auto" | ProofPlace;

export type Direction = "upgrade" | "downgrade";

export interface MigrationFile {
  readonly revision: string;
  readonly path: string;
  readonly upgrade: Migrate;
  readonly downgrade: Migrate;
}

/** What the comparison that made the plan has seen. */
export interface Seen {
  readonly scope: IntrospectionScope;
  readonly searchPath: readonly string[];
  /** All that is in scope, and its part that the models speak for. */
  readonly everything: Schema;
  readonly before: Schema;
  readonly desired: Schema;
  readonly dependencies: readonly Dependency[];
  /** Objects that will make PostgreSQL refuse the plan, and that no scratch database has. */
  readonly inTheWay?: readonly string[];
  readonly hooks?: ComparisonHooks;
}

/** What is to be proven: the way there and the way back, as planned and as the files say them. */
export interface ProofInput {
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  readonly files: readonly MigrationFile[];
  /** Of the database that the plan is for; not inside a transaction. */
  readonly connection: Connection;
  /** The URL of that database, beside which a scratch database can be made. */
  readonly url: string;
  readonly directory?: string;
  readonly seen: Seen;
  /** Whether the plan is to reach what is desired; by default it is. */
  readonly reaches?: boolean;
  readonly mode?: ProofMode;
  /** How Drizzle names columns for `op.db`. */
  readonly casing?: "snake_case" | "camelCase";
  readonly signal?: AbortSignal;
}

export interface Proof {
  readonly proven: boolean;
  /** `null` when the plan could be run nowhere. */
  readonly where: ProofPlace | null;
  readonly durationMs: number;
  /** Empty if the plan is right, and also when it could not be run; then `reason` says why. */
  readonly differences: readonly ProofDifference[];
  readonly reason?: string;
  /** What a person should know although the plan itself is right. */
  readonly notes: readonly string[];
  /** What the rows that the database holds now have against the plan, where any was looked for. */
  readonly rows?: RowFindings;
}

export interface RowFindings {
  readonly stops: readonly RowFinding[];
  /** Operations of which it is not known whether they do. */
  readonly untried: readonly RowFinding[];
}

export interface RowFinding {
  readonly direction: Direction;
  readonly operation: Operation;
  /** Why: a clause without its full stop. */
  readonly message: string;
  readonly query?: string;
}

export interface ProofDifference {
  readonly direction: Direction;
  /** In which of the files; absent where it is the last one of the way. */
  readonly revision?: string;
  /** A sentence without its full stop. */
  readonly message: string;
  readonly refusal?: {
    /** What the refused operation is about: `public.vehicles.manufacturer`. */
    readonly object: string;
    /** Lines for people: the place in the statement or the statement, the detail. */
    readonly excerpt: string;
    readonly hint?: string;
  };
}

export type Outcome = Omit<Proof, "proven" | "durationMs">;

export function unprovable(reason: string): Outcome {
  return { where: null, differences: [], reason, notes: [] };
}

export async function timed(attempt: () => Promise<Outcome>): Promise<Proof> {
  const start = performance.now();
  const outcome = await attempt();
  const proven = outcome.differences.length === 0 && outcome.reason === undefined;
  return { proven, durationMs: Math.round(performance.now() - start), ...outcome };
}
