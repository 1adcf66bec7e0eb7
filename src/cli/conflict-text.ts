/** How it is told that branches touch the same objects. */
import type { Conflict, ConflictKind, ConflictReport } from "../autogenerate/conflicts/find.js";
import type { Output } from "./output.js";

const mostUnjudged = 5;

/** Says on stderr who touches what, and of what that cannot be said. */
export function tellConflicts(output: Output, { conflicts, unjudged }: ConflictReport): void {
  for (const conflict of conflicts) {
    const lines = conflict.sides.flatMap(({ operations }) =>
      operations.map(({ path, operation }) => `  ${path}: ${operation}`),
    );
    output.warn([`${phrases[conflict.kind](conflict)}:`, ...lines].join("\n"));
  }
  for (const { path, reason } of unjudged.slice(0, mostUnjudged)) {
    output.note(`What it touches cannot be judged: ${path}: ${reason}`);
  }
  const more = unjudged.length - mostUnjudged;
  if (more > 0) output.note(`… and ${more} more that cannot be judged`);
}

const phrases: Readonly<Record<ConflictKind, (conflict: Conflict) => string>> = {
  bothAdd: ({ object, sides }) => `${heads(sides)} both add ${object}`,
  bothDrop: ({ object, sides }) => `${heads(sides)} both take ${object} away`,
  bothAlter: ({ object, sides }) => `${heads(sides)} both change ${object}`,
  dropsUsed: ({ object, sides: [dropping, using] }) =>
    `${dropping.head} takes ${object} away, which ${using.head} uses`,
};

function heads([left, right]: Conflict["sides"]): string {
  return `${left.head} and ${right.head}`;
}
