/** How a proof is told. */
import type { Proof, RowFinding } from "../autogenerate/proof/types.js";
import { describeObject } from "../operations/describe.js";
import { GenError } from "../errors.js";
import type { CommandContext } from "./context.js";

const places = {
  transaction: "in a rolled-back transaction",
  scratch: "in a scratch database, without rows",
  pglite: "in an embedded scratch database, without rows",
} as const;

/** Says on stderr what the proof has shown, unless it failed, which is an error. */
export function tellProof({ output }: CommandContext, proof: Proof): void {
  const { proven, where, reason, differences, durationMs } = proof;
  if (where !== null && differences.length === 0)
    output.note(
      `${proven ? "Proven" : "Tried"} ${places[where]}: up, down and up again, ${durationMs} ms.`,
    );
  if (reason !== undefined) output.warn(`Not proven: ${reason}.`);
}

/** The proof for programs. */
export function proofJson(proof: Proof): unknown {
  const { proven, where, durationMs, differences, reason, rows } = proof;
  return {
    proven,
    where,
    durationMs,
    differences: differences.map(({ direction, message }) => `${direction} ${message}`),
    ...(reason === undefined ? {} : { reason }),
    ...(rows === undefined
      ? {}
      : { rows: { stops: rows.stops.map(findingJson), untried: rows.untried.map(findingJson) } }),
  };
}

function findingJson({ direction, operation, message, query }: RowFinding): unknown {
  const object = describeObject(operation);
  return { direction, kind: operation.kind, object, message, query: query ?? null };
}

/** The error that a proof amounts to which found a file wrong that is there already. */
export function provenWrong({ differences }: Proof, path: string): GenError | undefined {
  if (differences.length === 0) return undefined;
  const found = differences.map(({ direction, message }) => `the ${direction} ${message}`);
  return new GenError("proof_failed", `${path} does not do what it should: ${found.join("; ")}.`, {
    hint: "Correct the file and prove it again.",
  });
}

/** The error that a proof amounts to which found the plan wrong. */
export function failureOf(proof: Proof | undefined, path: string): GenError | undefined {
  if (proof === undefined || proof.differences.length === 0) return undefined;
  const found = proof.differences.map(({ direction, message }) => `the ${direction} ${message}`);
  const excerpts = proof.differences.flatMap(({ refusal }) => refusal?.excerpt ?? []);
  return new GenError(
    "proof_failed",
    [
      `${path} was written, but it does not do what it should: ${found.join("; ")}.`,
      ...new Set(excerpts),
    ].join("\n"),
    { hint: hintFor(proof) },
  );
}

export function errorJson({ code, message, hint }: GenError): unknown {
  return { code, message, hint: hint ?? null };
}

function hintFor({ differences }: Proof): string {
  const refused = differences.flatMap(({ refusal }) => refusal ?? []);
  if (refused.length === 0)
    return "The file is marked where it goes wrong: correct it there, or delete it.";
  const objects = [...new Set(refused.map(({ object }) => object))];
  const own = refused.flatMap(({ hint }) => hint ?? []);
  return [
    ...new Set(own),
    `If the models say what PostgreSQL refuses, correct ${objects.join(", ")} there, delete the file and run the command again.`,
    "Otherwise correct the file where it is marked.",
  ].join(" ");
}
