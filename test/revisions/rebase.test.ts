import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planRebase } from "../../src/revisions/rebase.js";
import { RevisionGraph } from "../../src/revisions/graph.js";
import { graphOf } from "./graphs.js";
import { graphs } from "./random-graphs.js";

const fork = graphOf("base01< abc123<base01 def456<base01 ghi789<def456 m<abc123,ghi789");

describe("giving a revision another parent", () => {
  test("is planned with what follows left to follow", () => {
    const plan = planRebase(graphOf("a< b<a c<a d<c"), [], "c", "b");
    expect(plan).toMatchObject({ revision: { revision: "c" }, downRevision: ["b"] });
    expect(planRebase(graphOf("a< b<a"), [], "b", "base").downRevision).toEqual([]);
    expect(planRebase(graphOf("a< x<"), ["a"], "x", "a").downRevision).toEqual(["a"]);
  });

  test.each([
    ["nosuch", "abc123", [], "unknown_revision"],
    ["base", "abc123", [], "rebase_base"],
    ["m", "base01", [], "rebase_merge"],
    ["abc123", "base01", [], "rebase_done"],
    ["base01", "base", [], "rebase_done"],
    ["def456", "def456", [], "revision_cycle"],
    ["def456", "ghi789", [], "revision_cycle"],
    ["base01", "abc123", [], "revision_cycle"],
    ["def456", "abc123", ["def456"], "revision_applied"],
    ["def456", "abc123", ["ghi789"], "revision_applied"],
    ["def456", "abc123", ["gone"], "unknown_revision_in_database"],
  ])("refuses %s onto %s with %j applied: %s", (name, onto, rows, code) => {
    expect(() => planRebase(fork, rows, name, onto)).toThrow(expect.objectContaining({ code }));
  });

  test("refuses a cycle through a dependency", () => {
    const graph = graphOf("a< b<a x<(b) y<x");
    expect(() => planRebase(graph, [], "b", "y")).toThrow(
      expect.objectContaining({ code: "revision_cycle" }),
    );
  });

  test("either makes a graph that is valid or says why not", () => {
    const three = graphs.chain((graph) =>
      fc.record({
        graph: fc.constant(graph),
        one: fc.constantFrom(...graph.revisions),
        onto: fc.constantFrom(...graph.revisions),
      }),
    );
    fc.assert(
      fc.property(three, ({ graph, one, onto }) => {
        const outcome = attempt(() => planRebase(graph, [], one.revision, onto.revision));
        const files = graph.revisions.map((file) =>
          file === one ? { ...file, downRevision: [onto.revision] } : file,
        );
        const isGraph = attempt(() => RevisionGraph.from(files)) === undefined;
        const isOther = one.parents.length < 2 && one.parents[0] !== onto;
        expect(outcome === undefined).toBe(isGraph && isOther);
      }),
      { numRuns: 500 },
    );
  });
});

function attempt(action: () => unknown): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return error;
  }
}
