/** Proofs as programs get them, and the errors that they amount to. */
import type { Proof, RowFinding } from "../autogenerate/proof/types.js";
import { defined } from "../defined.js";
import { failedError, type GenError } from "../errors.js";
import { describeObject } from "../operations/describe.js";
import type { ProofSummary, RowSummary } from "./types.js";

export function summarizeProof(proof: Proof): ProofSummary {
  const { proven, where, durationMs, differences, reason, rows } = proof;
  const said = differences.map(({ direction, message }) => `${direction} ${message}`);
  const findings = rows && { stops: rows.stops.map(summary), untried: rows.untried.map(summary) };
  return defined({ proven, where, durationMs, differences: said, reason, rows: findings });
}

function summary({ direction, operation, message, query }: RowFinding): RowSummary {
  const object = describeObject(operation);
  return { direction, kind: operation.kind, object, message, query: query ?? null };
}

export function provenWrong({ differences }: Proof, path: string): GenError | undefined {
  if (differences.length === 0) return undefined;
  const message = `${path} does not do what it should: ${found(differences)}.`;
  return failedError("proof_failed", message, "Correct the file and prove it again.");
}

export function failureOf(proof: Proof | undefined, path: string): GenError | undefined {
  if (proof === undefined || proof.differences.length === 0) return undefined;
  const { differences } = proof;
  const excerpts = differences.flatMap(({ refusal }) => refusal?.excerpt ?? []);
  const title = `${path} was written, but it does not do what it should: ${found(differences)}.`;
  const message = [title, ...new Set(excerpts)].join("\n");
  return failedError("proof_failed", message, hintFor(proof));
}

function found(differences: Proof["differences"]): string {
  return differences.map(({ direction, message }) => `the ${direction} ${message}`).join("; ");
}

function hintFor({ differences }: Proof): string {
  const refused = differences.flatMap(({ refusal }) => refusal ?? []);
  if (refused.length === 0)
    return "A comment in the file marks what goes wrong: correct it there, or delete the file.";
  const objects = [...new Set(refused.map(({ object }) => object))];
  const own = refused.flatMap(({ hint }) => hint ?? []);
  return [
    ...new Set(own),
    `If the mistake is in the models, correct ${objects.join(", ")} there, delete the file and run the command again.`,
    "Otherwise correct the file where a comment marks it.",
  ].join(" ");
}
