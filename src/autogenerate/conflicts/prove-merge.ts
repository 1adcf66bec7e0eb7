/** Whether branches create the same database in either order. */
import type { Connection } from "../../database/connection.js";
import { failedError } from "../../errors.js";
import { describeOperation } from "../../operations/rules.js";
import type { Revision } from "../../revisions/revision.js";
import { MigrationError } from "../../runtime/migration-error.js";
import { emptySchema } from "../../schema/types.js";
import { createdBy } from "../created.js";
import { compareDatabases, userSchemas } from "../diff/databases.js";
import { ownSchemas, scopeOf } from "../plan/scope.js";
import type { ProjectInput } from "../both-sides.js";
import { withReplayed } from "../scratch/replay.js";

interface MergeProofInput extends ProjectInput {
  readonly parents: readonly Revision[];
}

export interface MergeProof {
  readonly proven: boolean;
  /** Sentences: what fails in which order, or how the second order's result differs. */
  readonly differences: readonly string[];
  readonly durationMs: number;
}

export async function proveMerge(input: MergeProofInput): Promise<MergeProof> {
  const start = performance.now();
  const differences = await findDifferences(input);
  const durationMs = Math.round(performance.now() - start);
  return { proven: differences.length === 0, differences, durationMs };
}

/** @throws GenError `merge_conflict` if the order matters */
export function refuseUnproven(
  parents: readonly Revision[],
  { proven, differences }: MergeProof,
): void {
  if (proven) return;
  throw failedError(
    "merge_conflict",
    [
      `The branches ${names(parents).replace(/, ([^,]*)$/, " and $1")} conflict; no file was written:`,
      ...differences.map((difference) => `- ${difference}`),
    ].join("\n"),
    "Change one of the migrations so that it can follow the other, and move it there: `gen rebase REV --onto REV`. Without --prove the merge is written anyway.",
  );
}

async function findDifferences(input: MergeProofInput): Promise<readonly string[]> {
  const order = input.parents;
  const reversed = order.toReversed();
  const found = await inOrder(input, order, async (first) => {
    const left = await inOrder(input, reversed, async (second) => {
      const scope = await scopeFor(input, [first, second]);
      return (await compareDatabases(second, first, scope)).upgrade;
    });
    if (typeof left === "string") return [left, runs(order)];
    const start = `the order ${names(reversed)} differs from the order ${names(order)} by`;
    return left.map((operation) => `${start}: ${describeOperation(operation)}`);
  });
  if (typeof found !== "string") return found;
  // Which order works is part of the answer.
  return [found, await inOrder(input, reversed, async () => runs(reversed))];
}

function runs(order: readonly Revision[]): string {
  return `in the order ${names(order)}: everything succeeds`;
}

/** @returns a sentence if a migration fails in this order */
function inOrder<T>(
  input: MergeProofInput,
  order: readonly Revision[],
  body: (connection: Connection) => Promise<T>,
): Promise<T | string> {
  return withReplayed({ ...input, target: [] }, async ({ connection, upgrade }) => {
    for (const { revision } of order) {
      try {
        await upgrade(revision);
      } catch (error) {
        if (!(error instanceof MigrationError) || input.signal?.aborted === true) throw error;
        return `in the order ${names(order)}: ${error.message}`;
      }
    }
    return body(connection);
  });
}

function names(order: readonly Revision[]): string {
  return order.map(({ revision }) => revision).join(", ");
}

async function scopeFor({ config, graph }: MergeProofInput, both: readonly Connection[]) {
  const files = graph.revisions.map(({ path }) => path);
  const scope = scopeOf(
    config,
    emptySchema,
    ownSchemas(config, () => createdBy(files)),
  );
  const found = await Promise.all(both.map(userSchemas));
  return { ...scope, schemas: [...new Set([...scope.schemas, ...found.flat()])] };
}
