/** Operations as a script for `psql`. */
import {
  compile,
  describeOperation,
  type Hazard,
  hazardSqlComments,
  type Operation,
  planHazards,
} from "../../operations/index.js";
import { parts } from "../run-operations.js";

/**
 * The statements that carry the operations out, each ended by a semicolon, in a transaction but
 * for those that cannot run inside one.
 *
 * @example script(operations) // "BEGIN;\n\n-- add column public.users.email\nALTER TABLE …;\n\nCOMMIT;\n"
 */
export function script(operations: readonly Operation[]): string {
  const hazards = planHazards(operations);
  const sections = parts(operations).flatMap((part) => {
    const paragraphs = part.operations.flatMap(flat).map((one) => paragraph(one, hazards.get(one)));
    return part.transactional ? ["BEGIN;", ...paragraphs, "COMMIT;"] : paragraphs;
  });
  return sections.join("\n\n");
}

function flat(operation: Operation): readonly Operation[] {
  return operation.kind === "autocommit" ? operation.operations.flatMap(flat) : [operation];
}

function paragraph(operation: Operation, hazards: readonly Hazard[] = []): string {
  const title = describeOperation(operation).replaceAll(/\s+/g, " ");
  return [
    `-- ${title}`,
    ...hazardSqlComments(hazards),
    ...compile(operation).map(({ sql }) => ended(sql)),
  ].join("\n");
}

/** A comment in the last line would swallow the semicolon. */
function ended(statement: string): string {
  const last = statement.slice(statement.lastIndexOf("\n") + 1);
  return last.includes("--") ? `${statement}\n;` : `${statement};`;
}
