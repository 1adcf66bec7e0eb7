import { ExitStatus, GenError } from "../errors.js";
import type { Revision } from "./graph.js";
import type { AppliedRevisions } from "./version-rows.js";

export type Direction = "upgrade" | "downgrade";

/** One migration to run, and the version rows before and after it. */
export interface Step {
  readonly direction: Direction;
  readonly revision: Revision;
  readonly headsBefore: readonly string[];
  readonly headsAfter: readonly string[];
}

/** The steps in the order given, each with the rows that it leaves. */
export function stepsOf(
  direction: Direction,
  revisions: readonly Revision[],
  applied: AppliedRevisions,
): readonly Step[] {
  let headsBefore = applied.rows();
  return revisions.map((revision) => {
    if (direction === "upgrade") applied.upgrade(revision);
    else applied.downgrade(revision);
    const headsAfter = applied.rows();
    const step = { direction, revision, headsBefore, headsAfter };
    headsBefore = headsAfter;
    return step;
  });
}

export function refuseRange(target: string): void {
  if (!target.includes(":")) return;
  throw new GenError(
    "revision_range",
    `Range revision not allowed: '${target}'. A range has a meaning only for a script.`,
    {
      hint: `Add --sql to print the script of that range, or give one revision: the database knows where it starts.`,
      status: ExitStatus.usage,
    },
  );
}
