import fc from "fast-check";
import { expect, test } from "vitest";
import { hidePasswords, hidePasswordsIn } from "../../src/cli/output.js";

const hidden: readonly [text: string, shown: string][] = [
  ["postgres://app:s3cret@db/app", "postgres://app:***@db/app"],
  [
    "cannot reach postgresql+asyncpg://app:p%40ss@db:5432/app?x=1: no",
    "cannot reach postgresql+asyncpg://app:***@db:5432/app?x=1: no",
  ],
  ["postgres://app:p@ss/w@rd@db/app", "postgres://app:***@db/app"],
  [
    "postgres://app@db/app?password=s3cret&sslmode=require",
    "postgres://app@db/app?password=***&sslmode=require",
  ],
  ["host=db user=app password=s3cret dbname=app", "host=db user=app password=*** dbname=app"],
  ["host=db password='s3 cret' dbname=app", "host=db password=*** dbname=app"],
  ["postgres://:s3cret@db/app", "postgres://:***@db/app"],
];

test.each(hidden)("%s", (text, shown) => {
  expect(hidePasswords(text)).toBe(shown);
});

test.each([
  "postgres://app@db:5432/app",
  "https://www.postgresql.org/docs/current/errcodes-appendix.html",
  "see https://example.org:8080/a?b=c",
  'password authentication failed for user "app"',
  "column:vehicles.password_hash=secret",
])("leaves %s alone", (text) => {
  expect(hidePasswords(text)).toBe(text);
});

test("no password of a URL is left, wherever it stands", () => {
  const password = fc
    .string({ minLength: 8, unit: "grapheme-ascii" })
    .filter((text) => /^[^\s"'`]+$/.test(text) && !text.includes("***"));
  fc.assert(
    fc.property(password, fc.string(), fc.string(), (secret, before, after) => {
      const text = `${before.replaceAll(secret, "")} postgres://app:${secret}@db/app ${after.replaceAll(secret, "")}`;
      fc.pre(text.split(secret).length === 2);
      expect(hidePasswords(text)).not.toContain(secret);
    }),
  );
});

test("hides them in every string of a JSON value", () => {
  const value = { a: ["postgres://a:b@c/d", 1, null, { e: "postgres://a:b@c/d" }], f: true };
  expect(hidePasswordsIn(value)).toEqual({
    a: ["postgres://a:***@c/d", 1, null, { e: "postgres://a:***@c/d" }],
    f: true,
  });
});
