import { expect, test } from "vitest";
import type { Proof, ProofDifference } from "../../src/autogenerate/proof/types.js";
import { failureOf } from "../../src/library/revision.js";

test("a failed proof points at the file and, where PostgreSQL refuses, at the models too", () => {
  const proof = (message: string, refusal?: ProofDifference["refusal"]): Proof =>
    ({ differences: [{ direction: "upgrade", message, refusal }] }) as unknown as Proof;
  const refused = failureOf(
    proof("fails at create foreign key a.b: no unique constraint", {
      object: "a.b",
      excerpt: "LINE 1: …",
    }),
    "m.ts",
  );
  expect(refused?.message).toContain("m.ts was written, but it does not do what it should");
  expect(refused?.message).toContain("no unique constraint.\nLINE 1: …");
  expect(refused?.hint).toContain("If the mistake is in the models, correct a.b there");
  const left = failureOf(proof("leaves undone: drop table a"), "m.ts");
  expect(left?.hint).toBe(
    "A comment in the file marks what goes wrong: correct it there, or delete the file.",
  );
});
