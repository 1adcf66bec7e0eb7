import type { Row } from "../../../src/database/connection.js";
import type { Operation } from "../../../src/operations/types.js";
import { createOp, type Op } from "../../../src/runtime/op/create-op.js";

export interface Recording {
  readonly op: Op;
  /** What was run so far. */
  readonly operations: readonly Operation[];
}

/** An `op` that does nothing but remember, and answers queries with `rows`. */
export function recordingOp(given: { isOffline?: boolean; rows?: readonly Row[] } = {}): Recording {
  const operations: Operation[] = [];
  const op = createOp({
    run: async (operation) => {
      operations.push(operation);
    },
    query: async () => given.rows ?? [],
    autocommit: async (body) => {
      const before = operations.length;
      await body();
      operations.push({ kind: "autocommit", operations: operations.splice(before) });
    },
    args: { tenant: "a" },
    isOffline: given.isOffline ?? false,
    db: () => {
      throw new Error("There is no database.");
    },
  });
  return { op, operations };
}

/** The operations of what `said` says. */
export async function operationsOf(
  said: (op: Op) => Promise<unknown>,
): Promise<readonly Operation[]> {
  const { op, operations } = recordingOp();
  await said(op);
  return operations;
}
