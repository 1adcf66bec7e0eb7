import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { history } from "../../src/revisions/history.js";
import { newRevision } from "../../src/revisions/new-revision.js";
import { planDowngrade, planUpgrade } from "../../src/revisions/plan.js";
import { planStamp, type Step } from "../../src/revisions/version-rows.js";
import type { Revision, RevisionFile } from "../../src/revisions/revision.js";
import { RevisionGraph } from "../../src/revisions/graph.js";
import { filesOf, graphOf } from "./graphs.js";
import { graphs } from "./random-graphs.js";

const graphAndTwo = graphs.chain((graph) =>
  fc.record({
    graph: fc.constant(graph),
    one: fc.constantFrom(...graph.revisions),
    other: fc.constantFrom(...graph.revisions),
  }),
);

describe("laws of plans", () => {
  test("an upgrade applies exactly what is missing, after what it rests on", () => {
    fc.assert(
      fc.property(graphAndTwo, ({ graph, one, other }) => {
        const before = below([one]);
        const steps = planUpgrade(graph, [one.revision], other.revision);
        const applied = new Set(before);
        for (const { revision, headsBefore, headsAfter } of steps) {
          expect(applied.has(revision)).toBe(false);
          for (const required of requirements(revision)) expect(applied.has(required)).toBe(true);
          expect(headsBefore).toEqual(maximal(applied));
          applied.add(revision);
          expect(headsAfter).toEqual(maximal(applied));
        }
        expect(applied).toEqual(new Set([...before, ...below([other])]));
      }),
    );
  });

  test("a downgrade to base takes everything off, before what it rests on", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const rows = planUpgrade(graph, [], "heads").at(-1)?.headsAfter ?? [];
        const applied = new Set(graph.revisions);
        for (const { revision, headsBefore, headsAfter } of planDowngrade(graph, rows, "base")) {
          const resting = [...applied].filter((one) => requirements(one).has(revision));
          expect(resting).toEqual([]);
          expect(headsBefore).toEqual(maximal(applied));
          expect(applied.delete(revision)).toBe(true);
          expect(headsAfter).toEqual(maximal(applied));
        }
        expect(applied.size).toBe(0);
      }),
    );
  });

  test("a downgrade takes what lies above its target and what rests on that, nothing else", () => {
    fc.assert(
      fc.property(graphAndTwo, ({ graph, one, other }) => {
        const applied = below([one, other]);
        const rows = maximal(applied);
        const expected = new Set<Revision>();
        for (const revision of [...applied].sort((a, b) => below([a]).size - below([b]).size)) {
          const rests = [...requirements(revision)].some((required) => expected.has(required));
          if (rests || revision.parents.includes(other)) expected.add(revision);
        }
        if (expected.size === 0 && !rows.includes(other.revision)) {
          expect(() => planDowngrade(graph, rows, other.revision)).toThrow(
            "valid downgrade target",
          );
          return;
        }
        const steps = planDowngrade(graph, rows, other.revision);
        const gone = new Set(steps.map((step) => step.revision));
        expect(gone).toEqual(expected);
      }),
    );
  });

  test("up and down again gives back the rows, whatever lies between", () => {
    fc.assert(
      fc.property(graphAndTwo, ({ graph, one, other }) => {
        const up = planUpgrade(graph, [one.revision], other.revision);
        const back = replay(graph, [one.revision], up);
        const undone = up
          .toReversed()
          .map((step) => ({ ...step, direction: "downgrade" as const }));
        expect(replay(graph, back, undone)).toEqual([one.revision]);
      }),
    );
  });

  test("an upgrade that is reached is no step, and heads leave nothing", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const rows = planUpgrade(graph, [], "heads").at(-1)?.headsAfter ?? [];
        expect(planUpgrade(graph, rows, "heads")).toEqual([]);
        for (const { revision } of graph.revisions) {
          expect(planUpgrade(graph, rows, revision)).toEqual([]);
        }
      }),
    );
  });

  test("stamping what an upgrade would reach gives its rows", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const rows = planUpgrade(graph, [], "heads").at(-1)?.headsAfter ?? [];
        expect(planStamp(graph, [], ["heads"])).toEqual(rows);
        expect(planStamp(graph, rows, ["base"])).toEqual([]);
      }),
    );
  });
});

test("a range shows what one reaches only around it, where it stands in the whole", () => {
  const graph = graphOf("a<[lib] b<a c<a x<(c) y<x,b z<(b) r<y,a(z)");
  const range = (text: string): readonly string[] =>
    history(graph, text).map(({ revision }) => revision);
  expect(range("a:r")).toEqual(["r", "y", "c", "b", "a"]);
  expect(range("lib:heads")).toEqual(["r", "y", "c", "b", "a"]);
});

describe("a long history", () => {
  const long = (count: number, parentsOf: (index: number) => readonly number[]): RevisionGraph =>
    RevisionGraph.from(
      Array.from({ length: count }, (_, index): RevisionFile => ({
        revision: `r${index}`,
        downRevision: parentsOf(index).map((parent) => `r${parent}`),
        branchLabels: [],
        dependsOn: [],
        message: "",
        path: `migrations/r${index}.ts`,
      })),
    );

  test.each([
    ["a line", 5_000, (i: number) => (i === 0 ? [] : [i - 1])],
    [
      "a ladder of merges",
      5_000,
      (i: number) => (i === 0 ? [] : i % 3 === 0 ? [i - 1, i - 2] : [i - (i % 3)]),
    ],
    ["a star", 2_000, (i: number) => (i === 0 ? [] : [0])],
    ["a tree", 2_000, (i: number) => (i === 0 ? [] : [Math.floor((i - 1) / 2)])],
    ["bases alone", 2_000, () => []],
  ])("in %s of %i revisions is planned whole, both ways", (_, count, parentsOf) => {
    const graph = long(count, parentsOf);
    const up = planUpgrade(graph, [], "heads");
    expect(up).toHaveLength(count);
    expect(planDowngrade(graph, up.at(-1)?.headsAfter ?? [], "base")).toHaveLength(count);
  });
});

describe("errors teach", () => {
  test.each([
    [
      "a< b<a c<a",
      () => planUpgrade(graphOf("a< b<a c<a"), [], "head"),
      "  b  (0001_b.ts)\n  c  (0002_c.ts)",
      "gen merge",
    ],
    [
      "two heads of two authors",
      () => {
        const [a, b, c] = filesOf("a< b<a c<a");
        if (!a || !b || !c) return;
        const signed = {
          ...c,
          author: "Ada",
          createDate: "2026-11-22T15:43:00.000Z",
          message: "Add",
        };
        planUpgrade(RevisionGraph.from([a, b, signed]), [], "head");
      },
      "  c  Add  (Ada, 2026-11-22 15:43, 0002_c.ts)",
      "gen rebase",
    ],
    ["an unknown name", () => planUpgrade(graphOf("abcd<"), [], "abce"), "'abce'", "gen history"],
    ["a short name in part", () => planUpgrade(graphOf("m1<"), [], "m"), "'m'", "written in full"],
    [
      "-1 of rows under one label",
      () => planDowngrade(graphOf("a<[lib] b<a c<a x<[mine]"), ["b", "c", "x"], "-1"),
      "b, c, x",
      "`b@-1` or `c@-1` or `mine@-1`",
    ],
    [
      "-1 of a row whose label lies below a fork",
      () => planDowngrade(graphOf("a<[lib] b<a c<a x<[mine]"), ["b", "x"], "-1"),
      "b, x",
      "`b@-1` or `mine@-1`",
    ],
    [
      "-1 of a merge",
      () => planDowngrade(graphOf("a< b<a c<a d<b,c"), ["d"], "-1"),
      "merges b, c",
      "`b` or `c`",
    ],
    ["a label with an @", () => graphOf("a<[l@b]"), "'@' not allowed", "letters"],
    ["a label that is steps", () => graphOf("a<[v-2]"), "'v-2'", "letters"],
    ["a label that is a word", () => graphOf("a<[head]"), "'head'", "letters"],
    [
      "a new label of such",
      () => newRevision(graphOf("a<"), { branchLabels: ["x:y"] }),
      "--branch-label",
      "letters",
    ],
    [
      "a new identifier that is taken",
      () => newRevision(graphOf("a<"), { revision: "a" }),
      "the identifier of 0000_a.ts",
      "another",
    ],
    ["another case", () => planUpgrade(graphOf("abcd<"), [], "ABCD"), "'ABCD'", "'abcd'"],
    [
      "-1 of several rows",
      () => planDowngrade(graphOf("a< b<a c<a"), ["b", "c"], "-1"),
      "b, c",
      "`b@-1` or `c@-1`",
    ],
    [
      "+1 at a fork",
      () => planUpgrade(graphOf("a< b<a c<a"), ["a"], "+1"),
      "branches into b, c",
      "LABEL@+N",
    ],
    ["a cycle", () => graphOf("a<c b<a c<b d<c"), "a -> c -> b -> a", "0000_a.ts"],
    [
      "a cycle of hundreds",
      () =>
        graphOf(Array.from({ length: 300 }, (_, at) => `r${at}<r${(at + 299) % 300}`).join(" ")),
      "r0 -> r299 -> r298 -> r297 -> r296 -> … (290 more) -> r5 -> r4 -> r3 -> r2 -> r1 -> r0",
      "0000_r0.ts",
    ],
    [
      "a lost parent",
      () => graphOf("a< b<zzz"),
      "names 'zzz' in its downRevision",
      "migrations/0001_b.ts",
    ],
    ["a dependency on its own label", () => graphOf("a<[l](l)"), "its own dependsOn", "0000_a.ts"],
    ["a dependency cycle", () => graphOf("a<(b) b<a"), "Dependency cycle", "0001_b.ts"],
    [
      "two files of one id",
      () => graphOf("a< a<"),
      "0000_a.ts and migrations/0001_a.ts",
      "another identifier",
    ],
  ] as const)("%s", (_, action, message, hint) => {
    expect(action).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });
});

/** Everything that is applied when `revisions` are. */
function below(revisions: readonly Revision[]): Set<Revision> {
  const seen = new Set(revisions);
  for (const revision of seen) for (const required of requirements(revision)) seen.add(required);
  return seen;
}

function requirements(revision: Revision): ReadonlySet<Revision> {
  return new Set([...revision.parents, ...revision.dependencies]);
}

function maximal(applied: ReadonlySet<Revision>): readonly string[] {
  const covered = new Set([...applied].flatMap((revision) => [...requirements(revision)]));
  return [...applied]
    .filter((one) => !covered.has(one))
    .map((one) => one.revision)
    .sort();
}

/** The rows after some steps, computed without the planner's own bookkeeping. */
function replay(
  graph: RevisionGraph,
  rows: readonly string[],
  steps: readonly Step[],
): readonly string[] {
  const applied = below(rows.flatMap((row) => graph.get(row) ?? []));
  for (const { direction, revision } of steps) {
    if (direction === "upgrade") applied.add(revision);
    else applied.delete(revision);
  }
  return maximal(applied);
}
