import { expect, test } from "vitest";
import type { Proof } from "../../src/autogenerate/proof/types.js";
import { failureOf } from "../../src/cli/proof-text.js";

test("a failed proof points at the file and, where PostgreSQL refuses, at the models too", () => {
  const proof = (message: string): Proof =>
    ({ differences: [{ direction: "upgrade", message }] }) as unknown as Proof;
  const refused = failureOf(proof("fails at create foreign key a.b: no unique constraint"), "m.ts");
  expect(refused?.message).toContain("m.ts was written, but it does not do what it should");
  expect(refused?.hint).toContain("If the models themselves say what PostgreSQL refuses");
  const left = failureOf(proof("leaves to do: drop table a"), "m.ts");
  expect(left?.hint).toBe("The file is marked where it goes wrong: mend it there, or delete it.");
});
