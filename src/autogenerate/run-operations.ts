/** Runs operations without a migration. */
import type { Connection } from "../database/connection.js";
import { DatabaseError } from "../database/errors.js";
import { compile, isTransactional, describeOperation } from "../operations/rules.js";
import type { Operation } from "../operations/types.js";

export class OperationFailure extends Error {
  override readonly name = "OperationFailure";

  constructor(
    readonly operation: Operation,
    readonly statement: string,
    override readonly cause: DatabaseError,
  ) {
    // PostgreSQL's detail contains values: `Key (email)=(a) is duplicated`.
    const { message, detail } = cause;
    const values = detail === undefined ? "" : ` (${detail.replace(/\.$/, "")})`;
    super(`${describeOperation(operation)}: ${message}${values}`);
  }
}

/**
 * Runs operations in as few transactions as possible. @throws OperationFailure
 */
export async function runOperations(
  connection: Connection,
  operations: readonly Operation[],
): Promise<void> {
  for (const part of parts(operations)) {
    if (part.transactional) await connection.query("BEGIN READ WRITE");
    try {
      for (const operation of part.operations)
        for (const { sql, values } of compile(operation))
          await connection.query(sql, values).catch((error: unknown) => {
            if (!(error instanceof DatabaseError)) throw error;
            throw new OperationFailure(operation, sql, error);
          });
      if (part.transactional) await connection.query("COMMIT");
    } catch (error) {
      if (part.transactional) await connection.query("ROLLBACK").catch(() => undefined);
      throw error;
    }
  }
}

export function parts(operations: readonly Operation[]) {
  const result: { readonly transactional: boolean; readonly operations: Operation[] }[] = [];
  for (const operation of operations) {
    const transactional = isTransactional(operation);
    const last = result.at(-1);
    if (last?.transactional === transactional) last.operations.push(operation);
    else result.push({ transactional, operations: [operation] });
  }
  return result;
}
