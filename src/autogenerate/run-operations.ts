import type { Connection } from "../database/connection.js";
import { DatabaseError } from "../database/errors.js";
import {
  compile,
  describeOperation,
  isTransactional,
  type Operation,
} from "../operations/index.js";

/** An operation that the server refused. */
export class OperationFailure extends Error {
  override readonly name = "OperationFailure";

  constructor(
    readonly operation: Operation,
    readonly statement: string,
    override readonly cause: DatabaseError,
  ) {
    super(`${describeOperation(operation)}: ${cause.message}${detailOf(cause)}`);
  }
}

/** PostgreSQL's detail, which names the values, on the same line: `Key (email)=(a) is duplicated`. */
function detailOf({ detail }: DatabaseError): string {
  return detail === undefined ? "" : ` (${detail.replace(/\.$/, "")})`;
}

/**
 * Runs operations as a migration does: in one transaction, which is committed before what cannot
 * run inside one and begun again after it. An open transaction is used as it is.
 *
 * @throws OperationFailure after a rollback, unless the transaction is the caller's
 */
export async function runOperations(
  connection: Connection,
  operations: readonly Operation[],
  { insideTransaction = false }: { readonly insideTransaction?: boolean } = {},
): Promise<void> {
  if (insideTransaction) {
    for (const operation of operations) await run(connection, operation);
    return;
  }
  for (const part of parts(operations)) {
    if (part.transactional) await connection.query("BEGIN READ WRITE");
    try {
      for (const operation of part.operations) await run(connection, operation);
      if (part.transactional) await connection.query("COMMIT");
    } catch (error) {
      if (part.transactional) await connection.query("ROLLBACK").catch(() => undefined);
      throw error;
    }
  }
}

export interface Part {
  readonly transactional: boolean;
  readonly operations: readonly Operation[];
}

/** Neighbours that can share a transaction, and those that can have none. */
export function parts(operations: readonly Operation[]): readonly Part[] {
  const result: { transactional: boolean; operations: Operation[] }[] = [];
  for (const operation of operations) {
    const transactional = isTransactional(operation);
    const last = result.at(-1);
    if (last?.transactional === transactional) last.operations.push(operation);
    else result.push({ transactional, operations: [operation] });
  }
  return result;
}

async function run(connection: Connection, operation: Operation): Promise<void> {
  for (const { sql, values } of compile(operation)) {
    try {
      await connection.query(sql, values);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      throw new OperationFailure(operation, sql, error);
    }
  }
}
