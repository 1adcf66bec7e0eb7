import { expect, test } from "vitest";
import { defined } from "../src/defined.js";

test("keys whose value is undefined are left out, all others stay", () => {
  const comment: string | undefined = undefined;
  const column: { name: string; comment?: string; length: number | null } = defined({
    name: "a",
    comment,
    length: null,
  });
  expect(column).toStrictEqual({ name: "a", length: null });
});
