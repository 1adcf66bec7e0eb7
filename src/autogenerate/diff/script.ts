/** Operations as a script for `psql`. */
import { compile, describeOperation, type Operation } from "../../operations/index.js";
import { parts } from "../run-operations.js";

/**
 * The statements that carry the operations out, each ended by a semicolon, in a transaction but
 * for those that cannot run inside one.
 *
 * @example script(operations) // "BEGIN;\n\n-- add column public.users.email\nALTER TABLE …;\n\nCOMMIT;\n"
 */
export function script(operations: readonly Operation[]): string {
  const sections = parts(operations).flatMap((part) => {
    const paragraphs = part.operations.flatMap(flat).map(paragraph);
    return part.transactional ? ["BEGIN;", ...paragraphs, "COMMIT;"] : paragraphs;
  });
  return sections.join("\n\n");
}

function flat(operation: Operation): readonly Operation[] {
  return operation.kind === "autocommit" ? operation.operations.flatMap(flat) : [operation];
}

function paragraph(operation: Operation): string {
  const title = describeOperation(operation).replaceAll(/\s+/g, " ");
  return [`-- ${title}`, ...compile(operation).map(({ sql }) => ended(sql))].join("\n");
}

/** A comment in the last line would swallow the semicolon. */
function ended(statement: string): string {
  const last = statement.slice(statement.lastIndexOf("\n") + 1);
  return last.includes("--") ? `${statement}\n;` : `${statement};`;
}
