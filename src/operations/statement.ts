import { quoteIdentifier, quoteLiteral, quoteName } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";

/** One statement for the server, without a semicolon. */
export interface Statement {
  readonly sql: string;
  /** The values of `$1`, `$2`, … */
  readonly values?: readonly unknown[];
}

export function alterTable(table: QualifiedName, ...actions: readonly string[]): string {
  const separator = actions.length > 1 ? "\n  " : " ";
  return `ALTER TABLE ${quoteName(table)}${separator}${actions.join(",\n  ")}`;
}

export function columnList(columns: readonly string[]): string {
  return columns.map(quoteIdentifier).join(", ");
}

export function words(...parts: readonly (string | undefined | false)[]): string {
  return given(...parts).join(" ");
}

/** The strings, without absent and empty ones. */
export function given(...texts: readonly (string | undefined | false)[]): readonly string[] {
  return texts.flatMap((text) => text || []);
}

/** An expression in parentheses. A comment at its end must not hide the closing one. */
export function inParentheses(expression: string): string {
  return `(${unbroken(expression)})`;
}

/** An expression that can be followed by more SQL, even if it ends with a `--` comment. */
export function unbroken(expression: string): string {
  return expression.includes("--") ? `${expression}\n` : expression;
}

/**
 * A dollar-quoted string.
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-DOLLAR-QUOTING
 */
export function dollarQuoted(text: string): string {
  let tag = "$gen$";
  for (let number = 1; text.includes(tag); number += 1) tag = `$gen${number}$`;
  return `${tag}\n${text}\n${tag}`;
}

/** @example spaced("enumValue") // "enum value" */
export function spaced(word: string): string {
  return word.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** @example storageParameters([["fillfactor", "70"]]) // fillfactor = '70' */
export function storageParameters(parameters: readonly (readonly [string, string])[]): string {
  return parameters
    .map(([name, value]) => `${parameterName(name)} = ${quoteLiteral(value)}`)
    .join(", ");
}

/** @example parameterName("toast.fillfactor") // toast.fillfactor */
export function parameterName(name: string): string {
  return /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/.test(name) ? name : quoteIdentifier(name);
}
