/** The body of `upgrade` or `downgrade`: calls, comments for reviewers, and blank lines. */
import { isTransactional } from "../operations/rules.js";
import type { Hazard } from "../operations/hazard.js";
import { hazardLine, planHazards } from "../operations/hazards.js";
import type { Operation } from "../operations/types.js";
import { displayName } from "../schema/identifiers.js";
import { commentText } from "./template.js";
import type { Imports } from "./imports.js";
import { callsOf } from "./operations/calls.js";

interface Paragraph {
  readonly lines: readonly string[];
  /** What the operation is about. Lines about the same subject stay together. */
  readonly subject: string;
  /** Always set apart by blank lines. */
  readonly isBlock: boolean;
}

interface Context {
  readonly imports: Imports;
  readonly hazards: ReadonlyMap<Operation, readonly Hazard[]>;
  /** What a person must decide about an operation. */
  readonly marks: ReadonlyMap<Operation, string>;
}

/** The statements for `operations`, in order. Prettier formats them later. */
export function renderBody(
  operations: readonly Operation[],
  imports: Imports,
  marks: Context["marks"] = new Map(),
): string {
  const hazards = planHazards(operations);
  return renderOperations(outsideTransactions(operations), { imports, hazards, marks });
}

/** Operations that PostgreSQL refuses in a transaction go into blocks with their neighbors. */
function outsideTransactions(operations: readonly Operation[]): readonly Operation[] {
  const parts: Operation[] = [];
  let block: Operation[] | undefined;
  for (const operation of operations) {
    if (operation.kind === "autocommit" || isTransactional(operation)) {
      block = undefined;
      parts.push(operation);
    } else if (block === undefined) {
      block = [operation];
      parts.push({ kind: "autocommit", operations: block });
    } else block.push(operation);
  }
  return parts;
}

function renderOperations(operations: readonly Operation[], context: Context): string {
  const paragraphs = operations.map((operation) => paragraphOf(operation, context));
  return paragraphs
    .map(({ lines }, position) => (isGap(paragraphs, position) ? "\n" : "") + lines.join("\n"))
    .join("\n");
}

/** In a long migration, a blank line before and after a table with several lines. */
function isGap(paragraphs: readonly Paragraph[], position: number): boolean {
  const before = paragraphs[position - 1];
  const after = paragraphs[position];
  if (before === undefined || after === undefined) return false;
  if (before.isBlock || after.isBlock) return true;
  if (paragraphs.length <= 3 || before.subject === after.subject) return false;
  return (
    paragraphs[position - 2]?.subject === before.subject ||
    paragraphs[position + 1]?.subject === after.subject
  );
}

function paragraphOf(operation: Operation, context: Context): Paragraph {
  if (operation.kind === "autocommit") {
    const inner = renderOperations(operation.operations, context);
    const lines = ["await op.autocommit(async (op) => {", inner, "});"];
    return { lines, subject: "autocommit", isBlock: true };
  }
  const hazards = [...(context.hazards.get(operation) ?? [])];
  const message = context.marks.get(operation);
  if (message !== undefined) hazards.push({ kind: "needsReview", message });
  const calls = callsOf(operation, context.imports);
  return {
    lines: [...hazards.flatMap(hazardComments), ...calls.map((call) => `await ${call};`)],
    subject: subjectOf(operation),
    isBlock: operation.kind === "createTable",
  };
}

/** What a reviewer must know, and the query that finds the affected rows. */
function hazardComments(hazard: Hazard): readonly string[] {
  const line = `// ${commentText(hazardLine(hazard))}`;
  return hazard.query === undefined ? [line] : [line, `//   ${commentText(hazard.query)};`];
}

/** The table if there is one, else the kind of object, so that ten new enums stay together. */
function subjectOf(operation: Operation): string {
  const table =
    "table" in operation
      ? operation.table
      : "object" in operation && "table" in operation.object
        ? operation.object.table
        : undefined;
  if (table !== undefined) return `table ${displayName(table)}`;
  const { kind } = operation;
  if (kind !== "rename" && kind !== "setSchema") return kind.replace(/^[a-z]+/, "").toLowerCase();
  const { object } = operation;
  if (object.kind === "table") return `table ${displayName(object)}`;
  const what = object.kind.replace("materializedView", "view").toLowerCase();
  return kind === "rename" ? what : `${what}schema`;
}
