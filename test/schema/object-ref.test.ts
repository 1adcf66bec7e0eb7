import fc from "fast-check";
import { expect, it } from "vitest";
import { displayRef, keyOf, type ObjectRef, tableOf } from "../../src/schema/object-ref.js";

/** Any name that PostgreSQL takes: it may hold everything but a NUL. */
const name = fc.oneof(
  fc.constantFrom("a", "a.b", 'a"b', "table", "table a", "a\nb", "ä", "'", "\\0"),
  fc.string({ unit: "grapheme", minLength: 1 }).map((text) => text.replaceAll("\0", "_")),
);
const place = fc.record({ schema: name, name });
const ref: fc.Arbitrary<ObjectRef> = fc.oneof(
  fc.record({ kind: fc.constantFrom("schema", "role", "extension"), name }),
  fc.record({
    kind: fc.constantFrom("table", "view", "materializedView", "enum", "sequence", "index"),
    schema: name,
    name,
  }),
  fc.record({ kind: fc.constantFrom("column", "constraint", "policy"), table: place, name }),
  fc.record({ kind: fc.constant("enumValue" as const), enum: place, name }),
);

it("gives different references different keys", () => {
  fc.assert(
    fc.property(ref, ref, (a, b) => {
      expect(keyOf(a) === keyOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

it("says an object for people, and its table", () => {
  const table = { schema: "public", name: "vehicles" };
  const vin: ObjectRef = { kind: "column", table, name: "vin" };
  expect(displayRef(vin)).toBe("public.vehicles.vin");
  expect(tableOf(vin)).toEqual(table);
  expect(tableOf({ kind: "table", ...table })).toEqual(table);
  expect(tableOf({ kind: "index", ...table })).toBeUndefined();
  expect(displayRef({ kind: "role", name: "driver" })).toBe("driver");
});
