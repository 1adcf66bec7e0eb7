import { expect, test } from "vitest";
import { promptText, questionLines, readTyped, renameOption } from "../../src/cli/rename-text.js";
import { styleFor } from "../../src/cli/style.js";
import type { RenameCandidate, RenameQuestion } from "../../src/compare/renames/questions.js";

const style = styleFor(process.stderr, {}, false);
const people = { schema: "public", name: "people" };

function candidate(from: string, rest: Partial<RenameCandidate> = {}): RenameCandidate {
  const object = { kind: "column", table: people, name: from } as const;
  const rename = { object, to: "family_name" };
  return { rename, isSure: false, isLikely: false, ...rest };
}

function question(...candidates: readonly RenameCandidate[]): RenameQuestion {
  const added = { kind: "column", table: people, name: "family_name" } as const;
  return { added, candidates, othersAdded: 0 };
}

function lines(of: RenameQuestion, shown = 0, width = 80): readonly string[] {
  return questionLines(of, { style, width, shown });
}

const values = (count: number, isExact = true) => ({ held: { count, isExact } });

test("what goes is offered, with what it would become and what would be lost", () => {
  const asked = question(
    candidate("first_name", values(12_304)),
    candidate("age", { ...values(1), typeChange: { from: "integer", to: "text" } }),
  );
  expect(lines(asked)).toEqual([
    'Is column "family_name" of table public.people new, or was it renamed?',
    "    1  renamed from first_name",
    "    2  renamed from age, and its type changes from integer to text",
    "    n  new: first_name (12,304 values) and age (1 value) are dropped",
  ]);
  const uncounted = { ...question(candidate("a", values(2_300_000, false))), othersAdded: 1 };
  expect(lines(uncounted, 0, 100).at(-2)).toBe(
    "    n  new: a (about 2,300,000 rows) is dropped, unless a later answer renames it",
  );
  expect(lines(question(candidate("a"))).at(-1)).toBe("    n  new: a is dropped with its values");
  const many = question(
    ...["a", "b", "c", "d"].map((name, place) => candidate(name, values(place))),
  );
  expect(lines(many).at(-1)).toBe(
    "    n  new: d (3 values), c (2 values), b (1 value) and 1 more are dropped",
  );
});

test("every kind is called by its own name, in its schema", () => {
  const fleet = { schema: "fleet", name: "Old cars" };
  const table = { object: { kind: "table", ...fleet }, to: "cars", schema: "garage" } as const;
  const title = (added: RenameQuestion["added"], rename: RenameCandidate["rename"]): string =>
    lines({
      added,
      candidates: [{ rename, isSure: true, isLikely: true, ...values(0) }],
      othersAdded: 0,
    }).join("\n");
  expect(title({ kind: "table", schema: "garage", name: "cars" }, table))
    .toBe(`Is table garage.cars new, or was it renamed?
    1  renamed from fleet."Old cars"
    n  new: fleet."Old cars" (no rows) is dropped`);
  expect(
    title(
      { kind: "enumValue", enum: people, name: "it's" },
      { object: { kind: "enumValue", enum: people, name: "sad" }, to: "it's" },
    ),
  ).toMatch(/^Is value "it's" of enum public\.people new[^]*new: sad \(no values\) is removed$/);
  expect(
    title(
      { kind: "policy", table: people, name: "q" },
      { object: { kind: "policy", table: people, name: "p" }, to: "q" },
    ),
  ).toContain('Is policy "q" of table public.people new');
});

test("lines are broken between words, and a name with control characters does no harm", () => {
  const long = "n".repeat(63);
  const asked = question(candidate("\u001b[31mred"), candidate(long));
  for (const line of lines(asked, 0, 60)) expect(line.length).toBeLessThanOrEqual(70);
  expect(lines(asked, 0, 60)).toEqual([
    'Is column "family_name" of table public.people new, or was',
    "it renamed?",
    '    1  renamed from "\\u001b[31mred"',
    "    2  renamed from",
    `       ${long}`,
    '    n  new: "\\u001b[31mred" and',
    `       ${long}`,
    "       are dropped with their values",
  ]);
});

test("ten are shown at once", () => {
  const asked = question(...Array.from({ length: 200 }, (_, place) => candidate(`c${place}`)));
  expect(lines(asked)).toHaveLength(13);
  expect(lines(asked)[11]).toBe("    m  more: 190 others");
  expect(lines(asked, 190).slice(0, -1)).toEqual(
    Array.from({ length: 10 }, (_, place) => `  ${191 + place}  renamed from c${190 + place}`),
  );
});

test("Enter is a rename or nothing, never new", () => {
  const sure = question(candidate("a", { isSure: true }), candidate("b"));
  expect(promptText(sure)).toBe("Number, old name, or n [1]: ");
  expect(readTyped("", sure, 10)).toMatchObject({
    kind: "rename",
    rename: { object: { name: "a" } },
  });
  const open = question(candidate("a"), candidate("b"));
  expect(promptText(open)).toBe("Number, old name, or n: ");
  expect(readTyped(" ", open, 10)).toMatchObject({ kind: "unclear" });
});

test.each([
  ["1", "a"],
  [" 2 ", "n"],
  ["n", "new"],
  ["NEW", "new"],
  ['"n"', "n"],
  ["a", "a"],
  ["3", "10"],
  ["10", "10"],
  ['"10"', "10"],
  ["4", "unclear"],
  ["m", "more"],
  ["beyond", "beyond"],
  ["0", "unclear"],
  ["-1", "unclear"],
  ["y", "unclear"],
  ["1 2", "unclear"],
  ["A", "unclear"],
  ["family_name", "unclear"],
])("%j is %s", (typed, expected) => {
  const asked = question(...["a", "n", "10", "beyond"].map((name) => candidate(name)));
  const answer = readTyped(typed, asked, 3);
  expect(answer.kind === "rename" ? answer.rename.object.name : answer.kind).toBe(expected);
});

test("a rename is written so that a shell takes it as it is", () => {
  const object = { kind: "column", table: people, name: "vin" } as const;
  const rename = { object, to: "vin_code" };
  expect(renameOption(rename)).toBe("--rename column:people.vin=vin_code");
  expect(renameOption({ ...rename, to: "it's $x" })).toBe(
    `--rename 'column:people.vin="it'\\''s $x"'`,
  );
});
