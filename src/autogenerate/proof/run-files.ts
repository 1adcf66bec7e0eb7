/** Runs migrations as `upgrade` and `downgrade` run them. */
import { DatabaseError } from "../../database/errors.js";
import { GenError } from "../../errors.js";
import type { Operation } from "../../operations/types.js";
import { MigrationError } from "../../runtime/migration-error.js";
import { runStep, type StepOptions } from "../../runtime/run-step.js";
import { OperationFailure } from "../run-operations.js";
import type { Direction, MigrationFile } from "./types.js";

export class FileFailure extends Error {
  override readonly name = "FileFailure";

  constructor(
    readonly revision: string,
    /** An {@link OperationFailure} where it is PostgreSQL that refused something. */
    override readonly cause: Error,
  ) {
    super(cause.message, { cause });
  }
}

/**
 * Calls the functions of the files on the transaction, with the checks and refusals of an upgrade;
 * the version table is left alone. @throws FileFailure
 */
export async function runFiles(
  files: readonly MigrationFile[],
  direction: Direction,
  options: Omit<StepOptions, "versionTable">,
): Promise<void> {
  for (const file of direction === "upgrade" ? files : files.toReversed()) {
    const step = { direction, revision: file, headsBefore: [], headsAfter: [] };
    try {
      await runStep(step, file[direction], options);
    } catch (error) {
      options.signal?.throwIfAborted();
      throw error instanceof MigrationError ? failureOf(file, error) : error;
    }
  }
}

const notTheFiles: ReadonlySet<string> = new Set(["connection_lost", "held_transaction"]);

/** What a failed migration shows: a {@link FileFailure}, unless it is not the file's. */
export function failureOf(
  { revision }: Pick<MigrationFile, "revision">,
  failed: MigrationError,
): Error {
  const causes = [...causesOf(failed)];
  const database = causes.find((cause) => cause instanceof DatabaseError);
  const own = causes.find((cause) => cause instanceof GenError) ?? causes[0] ?? failed;
  if (database === undefined)
    return own instanceof GenError && notTheFiles.has(own.code)
      ? own
      : new FileFailure(revision, own);
  const { statement = "" } = failed;
  const operation: Operation = failed.operation ?? { kind: "execute", sql: statement };
  return new FileFailure(revision, new OperationFailure(operation, statement, database));
}

/** Drizzle wraps the errors of its queries in one of its own. */
function* causesOf(error: Error): Generator<Error> {
  for (let { cause } = error; cause instanceof Error; cause = cause.cause) yield cause;
}
