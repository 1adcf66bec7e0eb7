import fc from "fast-check";
import { expect, test } from "vitest";
import { formatRename, parseRename, type Rename } from "../../src/compare/renames/rename.js";

const word = fc.string({ minLength: 1, unit: "grapheme" });
const schema = fc.oneof(fc.constant("public"), word);
const name = fc.record({ schema, name: word });

const rename: fc.Arbitrary<Rename> = fc.oneof(
  fc.record({ object: fc.record({ kind: fc.constant("schema" as const), name: word }), to: word }),
  fc.record({
    object: fc.record({
      kind: fc.constantFrom(
        "table" as const,
        "enum" as const,
        "sequence" as const,
        "view" as const,
      ),
      schema: schema,
      name: word,
    }),
    to: word,
    schema,
  }),
  fc.record({
    object: fc.record({ kind: fc.constant("column" as const), table: name, name: word }),
    to: word,
  }),
  fc.record({
    object: fc.record({ kind: fc.constant("enumValue" as const), enum: name, name: word }),
    to: word,
  }),
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
  expect(parseRename(text)).toEqual({
    object: { kind: "table", ...from },
    to: to.name,
    schema: to.schema,
  });
});

test("a column's new name may repeat its table", () => {
  expect(parseRename("column:cars.colour=cars.color")).toEqual({
    object: { kind: "column", table: { schema: "public", name: "cars" }, name: "colour" },
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
