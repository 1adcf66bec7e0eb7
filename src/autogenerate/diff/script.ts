/** Operations for programs, and as a script for `psql`. */
import type { Hazard } from "../../operations/hazard.js";
import { hazardSqlComments, planHazards } from "../../operations/hazards.js";
import { compile, describeObject, describeOperation, partsOf } from "../../operations/rules.js";
import type { Operation } from "../../operations/types.js";
import { parts } from "../run-operations.js";

/** The statements, each with a semicolon, in transactions except those that allow none. */
export function script(operations: readonly Operation[]): string {
  const hazards = planHazards(operations);
  const sections = parts(operations).flatMap((part) => {
    const paragraphs = part.operations
      .flatMap(partsOf)
      .map((operation) => paragraph(operation, hazards.get(operation)));
    return part.transactional ? ["BEGIN;", ...paragraphs, "COMMIT;"] : paragraphs;
  });
  return sections.join("\n\n");
}

function paragraph(operation: Operation, hazards: readonly Hazard[] = []): string {
  const title = describeOperation(operation).replaceAll(/\s+/g, " ");
  return [
    `-- ${title}`,
    ...hazardSqlComments(hazards),
    ...compile(operation).map(({ sql }) => ended(sql)),
  ].join("\n");
}

/** A comment in the last line would hide the semicolon. */
function ended(statement: string): string {
  const last = statement.slice(statement.lastIndexOf("\n") + 1);
  return last.includes("--") ? `${statement}\n;` : `${statement};`;
}

/** An operation in JSON output and in results of the package's functions. */
export interface OperationSummary {
  readonly kind: Operation["kind"];
  /** The object: `public.vehicles.manufacturer`. */
  readonly object: string;
  readonly sql: readonly string[];
  /** What a reviewer must know. Absent if there is nothing. */
  readonly hazards?: readonly Hazard[];
}

export function summarize(operations: readonly Operation[]): readonly OperationSummary[] {
  const known = planHazards(operations);
  return operations.map((operation) => {
    const hazards = partsOf(operation).flatMap((part) => known.get(part) ?? []);
    return {
      kind: operation.kind,
      object: describeObject(operation),
      sql: compile(operation).map(({ sql }) => sql),
      ...(hazards.length > 0 && { hazards }),
    };
  });
}
