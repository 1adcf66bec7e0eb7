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
