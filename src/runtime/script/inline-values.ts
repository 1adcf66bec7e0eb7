import { parameterText } from "../../database/parameters.js";
import { failedError } from "../../errors.js";
import { quoteLiteral } from "../../schema/identifiers.js";
import { mapTokens } from "../../schema/sql-scanner.js";

/**
 * A statement with its `$1`, `$2`, … written out. Each value becomes a string literal, whose type
 * PostgreSQL finds out from what stands around it, as it does for a parameter.
 *
 * @example inlineValues("UPDATE users SET role = $1", ["driver"]) // UPDATE users SET role = 'driver'
 */
export function inlineValues(sql: string, values: readonly unknown[] | undefined): string {
  if (values === undefined || values.length === 0) return sql;
  const literals = values.map(literal);
  return mapTokens(sql, ({ kind, text }) => {
    if (kind !== "parameter") return text;
    const value = literals[Number(text.slice(1)) - 1];
    if (value !== undefined) return value;
    const problem = `There is no value for ${text}: ${literals.length} are given.`;
    throw failedError("op_argument", problem, "$1 is the first of the values.");
  });
}

function literal(value: unknown): string {
  const text = parameterText(value);
  return text === null ? "NULL" : quoteLiteral(text);
}
