import fc from "fast-check";
import { expect, test } from "vitest";
import { formatRename, parseRename } from "../../src/compare/renames/syntax.js";
import type { Rename } from "../../src/compare/renames/renames.js";

const word = fc.string({ minLength: 1, unit: "grapheme" });
const name = fc.record({ schema: fc.oneof(fc.constant("public"), word), name: word });

const rename: fc.Arbitrary<Rename> = fc.oneof(
  fc.record({ kind: fc.constant("schema" as const), from: word, to: word }),
  fc.record({
    kind: fc.constantFrom("table" as const, "enum" as const, "sequence" as const, "view" as const),
    from: name,
    to: name,
  }),
  fc.record({ kind: fc.constant("column" as const), table: name, from: word, to: word }),
  fc.record({ kind: fc.constant("enumValue" as const), enum: name, from: word, to: word }),
);

test("what is written is read as it was", () => {
  fc.assert(
    fc.property(rename, (given) => {
      expect(parseRename(formatRename(given))).toEqual(given);
    }),
  );
});

test.each([
  [
    "table:cars=vehicles",
    { schema: "public", name: "cars" },
    { schema: "public", name: "vehicles" },
  ],
  [
    "table:fleet.cars=vehicles",
    { schema: "fleet", name: "cars" },
    { schema: "fleet", name: "vehicles" },
  ],
  ["table:cars=fleet.cars", { schema: "public", name: "cars" }, { schema: "fleet", name: "cars" }],
])("%s", (text, from, to) => {
  expect(parseRename(text)).toEqual({ kind: "table", from, to });
});

test("a column's new name may repeat its table", () => {
  expect(parseRename("column:cars.colour=cars.color")).toEqual({
    kind: "column",
    table: { schema: "public", name: "cars" },
    from: "colour",
    to: "color",
  });
});

test.each([
  "",
  "cars=vehicles",
  "table:cars",
  "table:=vehicles",
  "table:cars=",
  "index:a=b",
  "column:colour=color",
  "column:cars.colour=boats.color",
  "table:a.b.c=d",
])("refuses %j and shows how to write it", (text) => {
  expect(() => parseRename(text)).toThrow(
    expect.objectContaining({ code: "rename_syntax", status: 2 }),
  );
});
