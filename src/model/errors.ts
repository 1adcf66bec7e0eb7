import type { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { defined } from "../defined.js";
import { ExitStatus, GenError, usageError } from "../errors.js";
import { MAX_IDENTIFIER_BYTES, truncateIdentifier } from "../schema/identifiers.js";

/** How Drizzle names a column that was given no name of its own. */
export type Casing = "snake_case" | "camelCase";

export interface DescribeOptions {
  /** As in `drizzle({ casing })`. */
  readonly casing?: Casing | undefined;
  /** The file that the object comes from, for messages. */
  readonly file?: string | undefined;
}

export interface TableContext extends DescribeOptions {
  readonly table: PgTable;
  readonly config: ReturnType<typeof getTableConfig>;
}

export function tableError(
  context: TableContext,
  what: string,
  hint: string,
  { part = "", cause }: { readonly part?: string; readonly cause?: unknown } = {},
): GenError {
  const where = `table "${context.config.name}"${part && `, ${part}`}`;
  return modelError(context, where, what, hint, cause);
}

/** Says what is wrong with `where`, such as `table "users", column "id"`. */
export function modelError(
  options: DescribeOptions,
  where: string,
  what: string,
  hint: string,
  cause?: unknown,
): GenError {
  const error = { hint, status: ExitStatus.usage, cause };
  return new GenError("model_invalid", `${inFile(options)}${where} ${what}`, defined(error));
}

function inFile({ file }: DescribeOptions): string {
  return file === undefined ? "" : `${file}: `;
}

/** Whatever fails in a description becomes an error that names the object. */
export function describing<T>(options: DescribeOptions, where: string, describe: () => T): T {
  try {
    return describe();
  } catch (error) {
    if (error instanceof GenError) throw error;
    throw modelError(
      options,
      where,
      `cannot be described: ${error instanceof Error ? error.message : String(error)}`,
      "Check its expressions, defaults and extras.",
      error,
    );
  }
}

/** PostgreSQL would quietly cut a name of more than 63 bytes, and the program would not find it. */
export function checkLength(
  kind: string,
  name: string,
  where: string,
  options: DescribeOptions,
): void {
  // A character has three bytes at most for each of its UTF-16 units.
  if (name.length * 3 <= MAX_IDENTIFIER_BYTES || Buffer.byteLength(name) <= MAX_IDENTIFIER_BYTES) {
    return;
  }
  throw usageError(
    "name_too_long",
    `${inFile(options)}${where}: the ${kind}'s name has ${Buffer.byteLength(name)} bytes, and PostgreSQL would cut it to 63: "${truncateIdentifier(name)}".`,
    "Give it a shorter name; it can keep its name in TypeScript.",
  );
}
