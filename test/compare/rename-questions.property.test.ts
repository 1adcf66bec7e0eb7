/** Whatever goes and comes, and whatever is answered. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type RenameAnswer,
  type RenameQuestion,
  renameQuestions,
} from "../../src/compare/renames/questions.js";
import { formatRename, type Rename } from "../../src/compare/renames/rename.js";
import { applyRenames } from "../../src/compare/renames/apply.js";
import { keyOf } from "../../src/schema/object-ref.js";
import type { Schema } from "../../src/schema/types.js";
import { randomNewNames, renamed, renamesOf } from "../support/random-renames.js";
import { randomSchema } from "../support/random-schema.js";

const numRuns = Number(process.env["GEN_TEST_RUNS"] ?? 200);

/** All questions, and the renames that the answers made. */
function ask(
  from: Schema,
  to: Schema,
  answer: (question: RenameQuestion) => RenameAnswer,
): { readonly asked: readonly RenameQuestion[]; readonly renames: readonly Rename[] } {
  const asked: RenameQuestion[] = [];
  const questions = renameQuestions(from, to);
  let next = questions.next();
  while (next.done !== true) {
    asked.push(next.value);
    next = questions.next(answer(next.value));
  }
  return { asked, renames: next.value };
}

/** Answers with the renames that were made. */
function truly(renames: readonly Rename[]): (question: RenameQuestion) => RenameAnswer {
  const truth = new Set(renames.map(formatRename));
  return ({ candidates }) =>
    candidates.find(({ rename }) => truth.has(formatRename(rename)))?.rename ?? "new";
}

function written(renames: readonly Rename[]): readonly string[] {
  return renames.map(formatRename).toSorted();
}

test("who confirms what was renamed gets exactly these renames", () => {
  fc.assert(
    fc.property(randomSchema(), randomNewNames(), (from, names) => {
      const renames = renamesOf(from, names);
      const to = renamed(from, names);
      const told = ask(from, to, truly(renames)).renames;
      expect(written(told)).toEqual(written(renames));
      const done = applyRenames(from, told, to).schema;
      expect(done.tables.map(({ schema, name }) => [schema, name])).toEqual(
        to.tables.map(({ schema, name }) => [schema, name]),
      );
    }),
    { numRuns },
  );
});

test("each right pair is offered, whatever was declined before", () => {
  fc.assert(
    fc.property(
      randomSchema(),
      randomNewNames(),
      fc.infiniteStream(fc.boolean()),
      (from, names, declines) => {
        const renames = renamesOf(from, names);
        const answer = truly(renames);
        // What stands in a table or schema that counts as new is new with it.
        const holdsOthers = new Set(["schema", "table", "enum"]);
        const { asked } = ask(from, renamed(from, names), (question) => {
          const isDeclined =
            declines.next().value === true && !holdsOthers.has(question.added.kind);
          return isDeclined ? "new" : answer(question);
        });
        const offered = asked.flatMap(({ candidates }) =>
          candidates.map(({ rename }) => formatRename(rename)),
        );
        expect(offered).toEqual(expect.arrayContaining([...written(renames)]));
      },
    ),
    { numRuns },
  );
});

test("any answers come to an end and make renames that can be carried out", () => {
  fc.assert(
    fc.property(
      randomSchema(),
      randomSchema(),
      fc.infiniteStream(fc.nat({ max: 3 })),
      (from, to, choices) => {
        const { asked, renames } = ask(from, to, ({ candidates }) => {
          const choice = choices.next().value ?? 0;
          return candidates[choice]?.rename ?? "new";
        });
        const additions = asked.map(({ added }) => keyOf(added));
        expect(new Set(additions).size).toBe(additions.length);
        for (const { candidates } of asked) {
          expect(candidates.length).toBeGreaterThan(0);
          expect(candidates.slice(1).some(({ isSure }) => isSure)).toBe(false);
        }
        expect(() => applyRenames(from, renames, to)).not.toThrow();
        expect(ask(from, to, () => "new").renames).toEqual([]);
      },
    ),
    { numRuns },
  );
});
