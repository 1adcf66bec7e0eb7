import type { ResolvedConfig } from "../../config/types.js";
import type { Connection } from "../../database/connection.js";
import { DatabaseError, describeDatabaseError } from "../../database/index.js";
import { GenError } from "../../errors.js";
import { Strangers } from "./strangers.js";

/**
 * Creates in a scratch database what the configuration says is there before the first migration,
 * and returns what is there then.
 *
 * @throws GenError `scratch_before`
 */
export async function prepareScratch(
  connection: Connection,
  config: Pick<ResolvedConfig, "scratch" | "schemas">,
): Promise<Strangers> {
  const strangers = new Strangers();
  const { before } = config.scratch;
  if (before === undefined) return strangers;
  const query = async (sql: string): Promise<void> => void (await connection.batch(sql));
  try {
    await (typeof before === "string" ? query(before) : before({ query }));
  } catch (cause) {
    throw failure(cause);
  }
  await strangers.note(connection, config.schemas ?? ["public"]);
  return strangers;
}

function failure(cause: unknown): GenError {
  const reason = cause instanceof DatabaseError ? describeDatabaseError(cause) : String(cause);
  return new GenError(
    "scratch_before",
    `\`scratch.before\` of the configuration failed in the scratch database: ${reason}`,
    {
      hint: "It runs on an empty database, before the first migration. Your database was not changed.",
      cause,
    },
  );
}
