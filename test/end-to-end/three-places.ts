/**
 * Every revision of these tests is proven in all three places, and the verdicts are equal. To be
 * imported before whatever imports `prove`.
 */
import { expect, vi } from "vitest";
import type { prove } from "../../src/autogenerate/proof/prove.js";
import type { Outcome, Proof, ProofInput } from "../../src/autogenerate/proof/types.js";
import { proveEmbedded } from "../autogenerate/embedded.js";

vi.mock("../../src/autogenerate/proof/prove.js", async (importOriginal) => {
  const original = await importOriginal<{ readonly prove: typeof prove }>();
  return { ...original, prove: (input: ProofInput) => inThreePlaces(original.prove, input) };
});

/** Why an embedded database, of another version and without extensions, may give no verdict. */
const notInPglite =
  /^(PGlite has no|PGlite is PostgreSQL|PGlite: extension|extension \S+ cannot be copied)/;

async function inThreePlaces(original: typeof prove, input: ProofInput): Promise<Proof> {
  const proof = await original(input);
  if ((input.mode ?? "auto") !== "auto" || input.connection.kind !== "postgres") return proof;
  if (proof.where === "transaction") {
    const scratch = await original({ ...input, mode: "scratch" });
    expect(verdict(scratch)).toEqual({ ...verdict(proof), where: "scratch" });
  }
  if (proof.where !== null) {
    const embedded = await proveEmbedded(input);
    if (embedded.where === null) {
      expect(embedded.reason).toMatch(notInPglite);
    } else {
      expect(verdict(embedded)).toEqual({ ...verdict(proof), where: "pglite" });
    }
  }
  return proof;
}

function verdict({ where, differences }: Outcome) {
  return { where, differences: differences.map(({ direction, message }) => [direction, message]) };
}
