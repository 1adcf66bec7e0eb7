import fc from "fast-check";
import { RevisionGraph } from "../../src/revisions/graph.js";
import type { RevisionFile } from "../../src/revisions/revision.js";

/** Histories with branches, merges, several bases, dependencies, and any load order. */
export const graphs: fc.Arbitrary<RevisionGraph> = fc
  .array(
    fc.record({
      parents: fc.array(fc.nat(), { maxLength: 3 }),
      dependencies: fc.array(fc.nat(), { maxLength: 2 }),
      isBase: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      place: fc.nat(),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((drafts) => {
    const files = drafts.map(({ parents, dependencies, isBase, place }, index) => ({
      place,
      file: file(
        index,
        isBase || index === 0 ? [] : choose(parents.length === 0 ? [index - 1] : parents, index),
        choose(dependencies.slice(0, place % 3), index),
      ),
    }));
    const inOrder = files.sort((a, b) => a.place - b.place).map((one) => one.file);
    return RevisionGraph.from(inOrder);
  });

/** Numbers below `count`, none twice. */
function choose(numbers: readonly number[], count: number): readonly string[] {
  if (count === 0) return [];
  return [...new Set(numbers.map((number) => `r${number % count}`))];
}

function file(
  index: number,
  downRevision: readonly string[],
  dependsOn: readonly string[],
): RevisionFile {
  return {
    revision: `r${index}`,
    downRevision,
    branchLabels: [],
    dependsOn,
    message: "",
    path: `migrations/r${index}.ts`,
  };
}
