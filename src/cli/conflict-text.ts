/** How it is told that branches touch the same objects. */
import type {
  BranchPair,
  Conflict,
  ConflictKind,
  ConflictReport,
} from "../autogenerate/conflicts/find.js";
import type { CommandContext } from "./context.js";

/**
 * Looks for conflicts between branches. What cannot be found out is told and stops nothing: the
 * command was asked for something else.
 */
export async function lookForConflicts(
  context: CommandContext,
  pairs: readonly BranchPair[],
): Promise<ConflictReport> {
  const none = { conflicts: [], unjudged: [] };
  if (pairs.length === 0) return none;
  const { findConflicts } = await import("../autogenerate/conflicts/find.js");
  const { directory } = await context.config();
  try {
    return await findConflicts(pairs, { directory, args: context.options.args });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    context.output.note(`Whether the branches touch the same objects cannot be told: ${reason}`);
    return none;
  }
}

const mostUnjudged = 5;

/** Says on stderr who touches what, and of what that cannot be said. */
export function tellConflicts(context: CommandContext, report: ConflictReport): void {
  const { output, path } = context;
  for (const conflict of report.conflicts) output.warn(conflictText(conflict, path));
  for (const { path: file, reason } of report.unjudged.slice(0, mostUnjudged)) {
    output.note(`What it touches cannot be judged: ${path(file)}: ${reason}`);
  }
  const more = report.unjudged.length - mostUnjudged;
  if (more > 0) output.note(`… and ${more} more that cannot be judged`);
}

function conflictText(conflict: Conflict, path: (path: string) => string): string {
  const lines = conflict.sides.flatMap(({ operations }) =>
    operations.map((one) => `  ${path(one.path)}: ${one.operation}`),
  );
  return [`${phrases[conflict.kind](conflict)}:`, ...lines].join("\n");
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

/** The conflicts for programs. */
export function conflictsJson(
  { conflicts, unjudged }: ConflictReport,
  path: (path: string) => string,
): { readonly conflicts: unknown; readonly unjudged: unknown } {
  const withPath = <T extends { readonly path: string }>(one: T) => ({
    ...one,
    path: path(one.path),
  });
  return {
    conflicts: conflicts.map(({ kind, object, sides }) => ({
      kind,
      object,
      sides: sides.map(({ head, operations }) => ({ head, operations: operations.map(withPath) })),
    })),
    unjudged: unjudged.map(withPath),
  };
}
