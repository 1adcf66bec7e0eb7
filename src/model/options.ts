import { ExitStatus, GenError } from "../errors.js";

/** How Drizzle names a column that was given no name of its own. */
export type Casing = "snake_case" | "camelCase";

export interface DescribeOptions {
  /** As in `drizzle({ casing })`. */
  readonly casing?: Casing | undefined;
  /** The file that the object comes from, for messages. */
  readonly file?: string | undefined;
}

/**
 * The error of a model that makes no sense to PostgreSQL.
 *
 * @param where the object, as in `table "users", column "id"`
 * @param what is wrong with it: the rest of the sentence
 */
export function modelError(
  options: DescribeOptions,
  where: string,
  what: string,
  hint: string,
  cause?: unknown,
): GenError {
  const file = options.file === undefined ? "" : `${options.file}: `;
  return new GenError("model_invalid", `${file}${where} ${what}`, {
    hint,
    status: ExitStatus.usage,
    ...(cause !== undefined && { cause }),
  });
}

/**
 * Runs one description; whatever fails in it (an author's function, a value that is no SQL)
 * becomes an error that names the object.
 */
export function describing<T>(options: DescribeOptions, where: string, describe: () => T): T {
  try {
    return describe();
  } catch (error) {
    throw describeError(options, where, error);
  }
}

/** The error of a description that failed: itself if it already says where. */
export function describeError(options: DescribeOptions, where: string, error: unknown): GenError {
  if (error instanceof GenError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return modelError(
    options,
    where,
    `cannot be described: ${reason}`,
    "Look at its expressions, its defaults and its extras.",
    error,
  );
}
