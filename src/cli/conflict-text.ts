/** Conflicts between branches, as commands print them. */
import type { Conflict, ConflictKind, ConflictReport } from "../autogenerate/conflicts/find.js";
import type { Output } from "./output.js";

const mostUnjudged = 5;

/** Prints on stderr which migrations conflict, and which could not be analyzed. */
export function tellConflicts(output: Output, { conflicts, unjudged }: ConflictReport): void {
  for (const conflict of conflicts) {
    const lines = conflict.sides.flatMap(({ operations }) =>
      operations.map(({ path, operation }) => `  ${path}: ${operation}`),
    );
    output.warn([`${phrases[conflict.kind](conflict)}:`, ...lines].join("\n"));
  }
  for (const { path, reason } of unjudged.slice(0, mostUnjudged)) {
    output.note(`Cannot tell what this migration touches: ${path}: ${reason}`);
  }
  const more = unjudged.length - mostUnjudged;
  if (more > 0) output.note(`… and ${more} more like this`);
}

const phrases: Readonly<Record<ConflictKind, (conflict: Conflict) => string>> = {
  bothAdd: ({ object, sides }) => `${heads(sides)} both add ${object}`,
  bothDrop: ({ object, sides }) => `${heads(sides)} both drop ${object}`,
  bothAlter: ({ object, sides }) => `${heads(sides)} both change ${object}`,
  dropsUsed: ({ object, sides: [dropping, using] }) =>
    `${dropping.head} drops ${object}, which ${using.head} uses`,
};

function heads([left, right]: Conflict["sides"]): string {
  return `${left.head} and ${right.head}`;
}
