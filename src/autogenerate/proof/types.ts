import type { ProofPlace } from "../../config/types.js";
import type { Connection } from "../../database/connection.js";
import type { IntrospectionScope } from "../../introspect/types.js";
import type { Operation } from "../../operations/types.js";
import type { Migrate } from "../../runtime/load-migrations.js";
import type { Dependency } from "../../schema/object-ref.js";
import type { Schema } from "../../schema/types.js";
import type { ComparisonHooks } from "../plan/hooks.js";

/** Where a plan can be proven; `auto` is the first possible place. */
export type ProofMode = "auto" | ProofPlace;

export type Direction = "upgrade" | "downgrade";

export interface MigrationFile {
  readonly revision: string;
  readonly path: string;
  readonly upgrade: Migrate;
  readonly downgrade: Migrate;
}

/** What the comparison that made the plan has read. */
export interface Seen {
  readonly scope: IntrospectionScope;
  readonly searchPath: readonly string[];
  /** Everything in scope, and the part of it that the models manage. */
  readonly everything: Schema;
  readonly before: Schema;
  readonly desired: Schema;
  readonly dependencies: readonly Dependency[];
  /** Objects that make PostgreSQL refuse the plan, and that a scratch database does not contain. */
  readonly inTheWay?: readonly string[];
  readonly hooks?: ComparisonHooks;
}

/** What is proven: the upgrade and the downgrade, as planned and as the files say. */
export interface ProofInput {
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  readonly files: readonly MigrationFile[];
  /** A connection to the plan's database, not inside a transaction. */
  readonly connection: Connection;
  /** The URL of that database. A scratch database is created next to it. */
  readonly url: string;
  readonly directory?: string;
  readonly seen: Seen;
  /** Whether the plan should reach the desired schema. Default: true. */
  readonly reaches?: boolean;
  readonly mode?: ProofMode;
  /** How Drizzle names columns for `op.db`. */
  readonly casing?: "snake_case" | "camelCase";
  readonly signal?: AbortSignal;
}

export interface Proof {
  readonly proven: boolean;
  /** `null` if the plan could not be run anywhere. */
  readonly where: ProofPlace | null;
  readonly durationMs: number;
  /** Empty if the plan is right, or could not be run; then `reason` says why. */
  readonly differences: readonly ProofDifference[];
  readonly reason?: string;
  /** What a person should know although the plan is right. */
  readonly notes: readonly string[];
  /** Whether the plan fails on the existing rows. Absent if nothing depends on them. */
  readonly rows?: RowFindings;
}

export interface RowFindings {
  readonly stops: readonly RowFinding[];
  /** Operations that may fail: this could not be determined. */
  readonly untried: readonly RowFinding[];
}

export interface RowFinding {
  readonly direction: Direction;
  readonly operation: Operation;
  /** The reason, without a full stop. */
  readonly message: string;
  readonly query?: string;
}

export interface ProofDifference {
  readonly direction: Direction;
  /** The revision of the file. Absent for the last file of the direction. */
  readonly revision?: string;
  /** A sentence without a full stop. */
  readonly message: string;
  readonly refusal?: {
    /** The object of the refused operation: `public.vehicles.manufacturer`. */
    readonly object: string;
    /** Lines for people: the statement with the position of the error, and the detail. */
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
