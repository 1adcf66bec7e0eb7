/** How a proof is told. */
import type { Proof } from "../autogenerate/proof/types.js";
import type { Output } from "./output.js";

const places = {
  transaction: "in a rolled-back transaction",
  scratch: "in a scratch database, without rows",
  pglite: "in an embedded scratch database, without rows",
} as const;

/** Says on stderr what the proof has shown, unless it failed, which is an error. */
export function tellProof(output: Output, proof: Proof | undefined): void {
  if (proof === undefined) return;
  const { proven, where, reason, differences, durationMs } = proof;
  const verb = proven ? "Proven" : "Tried";
  if (where !== null && differences.length === 0)
    output.note(`${verb} ${places[where]}: up, down and up again, ${durationMs} ms.`);
  if (reason !== undefined) output.warn(`Not proven: ${reason}.`);
}
