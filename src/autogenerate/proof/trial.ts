/** What is tried out, from what is to be proven. */
import type { Trial } from "./cycle.js";
import { touchedBy, touchedPart } from "./touched.js";
import type { ProofInput } from "./types.js";

export function trialOf(input: ProofInput): Trial {
  const { upgrade, downgrade, files, seen, reaches = true, casing, signal } = input;
  const touched = touchedBy([...upgrade, ...downgrade], seen.before);
  const { scope, searchPath } = seen;
  return {
    upgrade,
    downgrade,
    files,
    touched,
    scope,
    searchPath,
    desired: touchedPart(seen.desired, touched),
    judgement: seen.judgement ?? {},
    reaches,
    holdsRows: true,
    ...(casing && { casing }),
    ...(signal && { signal }),
  };
}
