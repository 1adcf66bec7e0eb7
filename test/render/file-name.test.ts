import { describe, expect, it, test } from "vitest";
import { fileName, isoDate } from "../../src/render/file-name.js";

const date = new Date("2026-03-01T23:04:05.678Z");
const name = (template: string, over: Partial<Parameters<typeof fileName>[0]> = {}) =>
  fileName({ template, revision: "abc123", slug: "add_email", date, timezone: "UTC", ...over });

describe("the name of a migration's file", () => {
  it.each([
    ["{{rev}}_{{slug}}", "abc123_add_email.ts"],
    ["{{ rev }}.mts", "abc123.mts"],
    ["{{year}}/{{month}}/{{day}}_{{rev}}", "2026/03/01_abc123.ts"],
    ["{{epoch}}-{{slug}}", "1772406245-add_email.ts"],
    ["%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d-%(rev)s", "2026_03_01_2304-abc123.ts"],
    ["%%(rev)s_%%(slug)s%%(second)02d", "abc123_add_email05.ts"],
  ])("%s makes %s", (template, expected) => {
    expect(name(template)).toBe(expected);
  });

  it("leaves out what set a missing message apart", () => {
    expect(name("{{rev}}_{{slug}}", { slug: "" })).toBe("abc123.ts");
    expect(name("{{slug}}_{{rev}}", { slug: "" })).toBe("abc123.ts");
    expect(name("%(year)d-%(rev)s-%(slug)s", { slug: "" })).toBe("2026-abc123.ts");
  });

  it("has the date of the time zone", () => {
    const template = "{{year}}{{month}}{{day}}{{hour}}_{{rev}}";
    expect(name(template, { timezone: "Asia/Tokyo" })).toBe("2026030208_abc123.ts");
  });

  it("refuses what is not known and what would not be found again", () => {
    expect(() => name("{{when}}")).toThrow("{{when}}");
    expect(() => name("_{{rev}}")).toThrow("would not be found");
    expect(() => name("../{{rev}}")).toThrow("would not be found");
    expect(() => name("/{{rev}}")).toThrow("would not be found");
    expect(() => name("{{rev}}", { revision: "_x" })).toThrow("would not be found");
  });
});

test("a date carries the offset of its time zone", () => {
  expect(isoDate(date, "UTC")).toBe("2026-03-01T23:04:05.678Z");
  expect(isoDate(date, "Europe/Berlin")).toBe("2026-03-02T00:04:05.678+01:00");
  expect(isoDate(date, "America/St_Johns")).toBe("2026-03-01T19:34:05.678-03:30");
  expect(isoDate(date, "Asia/Kolkata")).toBe("2026-03-02T04:34:05.678+05:30");
});
