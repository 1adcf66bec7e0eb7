import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeOf, nameOf, namesIn, scanSql } from "../../src/schema/sql-scanner.js";
import { createDatabase } from "../support/database.js";

/** Kind and text of each token but spaces. */
function scanned(sql: string): readonly string[] {
  return scanSql(sql)
    .filter(({ kind }) => kind !== "space")
    .map(({ kind, text }) => `${kind} ${text}`);
}

test.each([
  ["string", `'it''s'`],
  ["string", `'\\'`],
  ["string", `E'it\\'s'`],
  ["string", `e'\\\\'`],
  ["string", `'a' \n\t'b'`],
  ["string", `E'a'\n'b\\'c'`],
  ["string", `U&'d\\0061t'`],
  ["string", `B'1'`],
  ["string", "$$ from 'a $$"],
  ["string", "$a$ $$ $b$ $ $a$"],
  ["string", "$é_1$ $é_1$"],
  ["string", "'never closed"],
  ["quotedName", `"a ""b"" -- c"`],
  ["quotedName", `U&"d\\0061t"`],
  ["word", "a$1"],
  ["word", "naïve_1"],
  ["word", "\u00a0"],
  ["parameter", "$12"],
  ["number", "1.5e-3"],
  ["number", "1."],
  ["number", ".5"],
  ["number", "0xFF_FF"],
  ["comment", "-- it's /* one"],
  ["comment", "/* one /* two */ it's */"],
  ["comment", "/* never /* closed */"],
  ["operator", "->>"],
  ["operator", "@-"],
  ["punctuation", "::"],
  ["punctuation", ":="],
])("one %s: %s", (kind, sql) => {
  expect(scanned(sql)).toEqual([`${kind} ${sql}`]);
});

test.each([
  ["a*-1", ["word a", "operator *", "operator -", "number 1"]],
  ["a--b", ["word a", "comment --b"]],
  ["a+/* */b", ["word a", "operator +", "comment /* */", "word b"]],
  ["1..2", ["number 1", "punctuation ..", "number 2"]],
  ["a[1:n]", ["word a", "punctuation [", "number 1", "punctuation :", "word n", "punctuation ]"]],
  ["'a' 'b'", ["string 'a'", "string 'b'"]],
  ["$1$2", ["parameter $1", "parameter $2"]],
  ["fe'x'", ["word fe", "string 'x'"]],
])("%s is several tokens", (sql, tokens) => {
  expect(scanned(sql)).toEqual(tokens);
});

test("a name is folded unless it is quoted", () => {
  expect(["Users", `"Users"`, `"a""b"`, "ÄB", "'a'"].map((sql) => nameOf(scanSql(sql)[0]))).toEqual(
    ["users", "Users", 'a"b', "Äb", undefined],
  );
});

test("names have parts, and what stands around them", () => {
  const names = namesIn(`a.* , S . "T".c from 'a.b' -- x.y`);
  expect(names.map(({ parts, before, after }) => [parts, before?.text, after?.text])).toEqual([
    [["a"], undefined, "."],
    [["s", "T", "c"], ",", "from"],
    [["from"], "c", "'a.b'"],
  ]);
});

const piece = fc.constantFrom(
  ..."' '' \" $$ $a$ $ -- /* */ \n E' e' U&' U&\" B' \\ \\' a 1 . , + * @ : 1e $1".split(" "),
);
const nasty = fc
  .array(fc.oneof(piece, fc.constant(" "), fc.string({ maxLength: 2 })))
  .map((pieces) => pieces.join("").replaceAll("\0", ""));

test("tokens put together are the text, and stand where they say", () => {
  fc.assert(
    fc.property(nasty, (sql) => {
      const tokens = scanSql(sql);
      expect(tokens.map(({ text }) => text).join("")).toBe(sql);
      for (const { text, start, end } of tokens) expect(sql.slice(start, end)).toBe(text);
    }),
  );
});

describe("PostgreSQL reads the same tokens", () => {
  /** One column for each expression: a comma that one of the two takes for text would differ. */
  async function agree(texts: fc.Arbitrary<string>, numRuns: number): Promise<number> {
    const { connection } = await createDatabase();
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const sql = `select ${text}\n, 'last' as last`;
        const query = { sql, values: [], asArrays: true } as const;
        const answer = await connection.queryRaw(query).catch(() => undefined);
        if (answer === undefined) return;
        accepted += 1;
        const commas = codeOf(sql).filter(
          ({ kind, text: comma }) => kind === "punctuation" && comma === ",",
        );
        expect(commas).toHaveLength((answer.rows[0] as readonly unknown[]).length - 1);
      }),
      { numRuns },
    );
    return accepted;
  }

  const body = fc
    .array(fc.constantFrom(..."' \" \\ , $ -- /* */ a \n".split(" "), "\n"))
    .map((parts) => parts.join(""));
  const doubled = (quote: string): fc.Arbitrary<string> =>
    body.map((text) => text.replaceAll(quote, quote + quote));
  const literal = fc.oneof(
    doubled("'").map((text) => `'${text}'`),
    doubled("'").map((text) => `E'${text.replaceAll("\\", "\\\\")}'`),
    body.map((text) => `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`),
    doubled("'").map((text) => `U&'${text.replaceAll("\\", "\\\\")}'`),
    doubled("'").map((text) => `'a' \n '${text}'`),
    body.map((text) => `$q$${text}$q$`),
    body.map((text) => `/*${text.replaceAll(/\/\*|\*\//g, "")}*/ 1`),
    body.map((text) => `1 --${text.replaceAll("\n", "")}\n`),
    doubled('"').map((text) => `1 as "x${text}"`),
  );

  test("in generated literals", async () => {
    const list = fc.array(literal, { minLength: 1, maxLength: 4 }).map((all) => all.join("\n, "));
    expect(await agree(list, 200)).toBeGreaterThan(190);
  });

  test("in whatever it accepts", async () => {
    await agree(nasty, 300);
  });
});
