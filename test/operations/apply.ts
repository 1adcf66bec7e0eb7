import type { Connection } from "../../src/database/connection.js";
import { compile } from "../../src/operations/rules.js";
import type { Operation } from "../../src/operations/types.js";

/** Carries operations out, each statement by itself. */
export async function apply(
  connection: Connection,
  operations: readonly Operation[],
): Promise<void> {
  for (const { sql, values } of operations.flatMap(compile)) {
    await connection.query(sql, values);
  }
}
