/** Shows people where a statement went wrong. */
import type { DatabaseError } from "./errors.js";

/**
 * All that PostgreSQL said but its hint, which stands in `error.hint`: the message, the line of
 * the statement with a caret under the place, the detail and the calls that led there.
 *
 * @example
 * describeDatabaseError(error)
 * // column "emial" does not exist
 * // LINE 2: WHERE emial IS NULL
 * //               ^
 */
export function describeDatabaseError(error: DatabaseError): string {
  const { message, detail, where } = error;
  const parts = [detail && `DETAIL: ${detail}`, where && `CONTEXT: ${where}`];
  return [message, ...excerpt(error), ...parts.filter((part) => part !== undefined)].join("\n");
}

/** Where in its statement the error is, if PostgreSQL said so; both are counted from 1. */
export function errorLocation(error: DatabaseError) {
  if (error.position === undefined) return undefined;
  // PostgreSQL counts characters, where JavaScript counts units of UTF-16.
  const before = [...error.statement].slice(0, error.position - 1).join("");
  const lineStart = before.lastIndexOf("\n") + 1;
  return {
    line: before.split("\n").length,
    column: Array.from(before.slice(lineStart)).length + 1,
  };
}

/** A statement for a message: as it is, or its beginning if it is long. */
export function shortenStatement(statement: string, maxLength = 1_000): string {
  const trimmed = statement.trim();
  if (trimmed.length <= maxLength) return trimmed;
  return `${trimmed.slice(0, maxLength).trimEnd()} … (${trimmed.length} characters)`;
}

const MAX_EXCERPT_COLUMNS = 100;

function excerpt(error: DatabaseError): string[] {
  const location = errorLocation(error);
  if (location === undefined) return [];
  const text = error.statement.split(/\r?\n/)[location.line - 1] ?? "";
  const characters = [...text.replaceAll("\t", " ")];
  const last = Math.max(0, characters.length - MAX_EXCERPT_COLUMNS);
  const centred = location.column - 1 - MAX_EXCERPT_COLUMNS / 2;
  const start = Math.max(0, Math.min(centred, last));
  const shown = characters.slice(start, start + MAX_EXCERPT_COLUMNS);
  const prefix = `LINE ${location.line}: ${start > 0 ? "…" : ""}`;
  const caret = " ".repeat(prefix.length + location.column - 1 - start);
  return [`${prefix}${shown.join("")}${start < last ? "…" : ""}`, `${caret}^`];
}
