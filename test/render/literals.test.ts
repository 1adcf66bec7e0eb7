import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  literal,
  propertyAccess,
  sqlText,
  stringLiteral,
  templateLiteral,
} from "../../src/render/literals.js";

/** What the code evaluates to, after a file on disk has been through UTF-8. */
function evaluate(code: string): unknown {
  return new Function(`return (${Buffer.from(code, "utf8").toString("utf8")});`)();
}

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("`", "${", "$", "{", "\\", "\n", "\r", '"', "'", "u", "*/") }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

describe("literals", () => {
  it("evaluate to the text that they were made from", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const write of [
          stringLiteral,
          templateLiteral,
          (sql: string) => literal(sqlText(sql)),
        ]) {
          expect(evaluate(write(text))).toBe(text);
        }
      }),
    );
  });

  it("keep every key of an object", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(anyText, fc.constant("__proto__"))), (keys) => {
        const code = literal(Object.fromEntries(keys.map((key) => [key, key])));
        const object = evaluate(code);
        expect(new Map(Object.entries(object ?? {}))).toEqual(
          new Map(keys.map((key) => [key, key])),
        );
        for (const key of keys) {
          expect(new Function("t", `return ${propertyAccess("t", key)};`)(object)).toBe(key);
        }
      }),
    );
  });

  it("evaluate to the value that they were made from", () => {
    const value = fc.anything({
      withBigInt: true,
      withDate: true,
      withNullPrototype: false,
      withSparseArray: false,
      key: anyText,
    });
    fc.assert(
      fc.property(value, (original) => {
        fc.pre(!hasInvalidDate(original));
        expect(evaluate(literal(original))).toEqual(original);
      }),
    );
    const bytes = new Uint8Array([0, 127, 255]);
    expect(evaluate(literal(bytes))).toEqual(Buffer.from(bytes));
  });

  it("refuse what no literal says", () => {
    expect(() => literal(new Map())).toThrow("type Map");
    expect(() => literal(() => 1)).toThrow("type function");
  });
});

function hasInvalidDate(value: unknown): boolean {
  if (value instanceof Date) return Number.isNaN(value.getTime());
  return typeof value === "object" && value !== null && Object.values(value).some(hasInvalidDate);
}
