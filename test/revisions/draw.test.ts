import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawGraph } from "../../src/revisions/draw.js";
import { history } from "../../src/revisions/history.js";
import type { Revision } from "../../src/revisions/revision.js";
import type { RevisionGraph } from "../../src/revisions/graph.js";
import { graphOf } from "./graphs.js";
import { graphs } from "./random-graphs.js";

/** The drawing as lines of text, and on which line each revision stands. */
function draw(graph: RevisionGraph): {
  readonly lines: readonly string[];
  readonly places: ReadonlyMap<number, Revision>;
} {
  const lines: string[] = [];
  const places = new Map<number, Revision>();
  for (const { node, row, edges } of drawGraph(history(graph), (one) => one.parents)) {
    places.set(lines.length, node);
    lines.push(...[row, ...edges].map((cells) => cells.map(({ text }) => text).join("")));
  }
  return { lines, places };
}

function picture(graph: RevisionGraph): string {
  const { lines, places } = draw(graph);
  return lines
    .map((line, index) => `${line} ${places.get(index)?.revision ?? ""}`.trimEnd())
    .join("\n");
}

describe("the drawing of", () => {
  test.each([
    ["a line", "a< b<a", ["* b", "* a"]],
    ["a fork", "a< b<a c<a", ["* b", "| * c", "|/", "* a"]],
    ["a fork and its merge", "a< b<a c<a d<b,c", ["* d", "|\\", "* | b", "| * c", "|/", "* a"]],
    ["two bases", "a< b<a x< y<x", ["* b", "* a", "", "* y", "* x"]],
    [
      "a merge of three",
      "a< b<a c<a d<a m<b,c,d",
      ["* m", "|\\", "| |\\", "* | | b", "| * | c", "|/ /", "| * d", "|/", "* a"],
    ],
    ["a line that runs below others", "a< b<a c<b d<c e<a m<d,e x<c y<b z<a", undefined],
  ])("%s", (_, text, expected) => {
    const drawn = picture(graphOf(text));
    if (expected !== undefined) expect(drawn).toBe(expected.join("\n"));
    expect(traced(draw(graphOf(text)))).toEqual(edgesOf(graphOf(text)));
  });
});

test("shows every revision once and every edge, and no other", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const drawing = draw(graph);
      const stars = drawing.lines.join("").replaceAll(/[^*]/g, "").length;
      expect(stars).toBe(graph.revisions.length);
      expect(new Set(drawing.places.values())).toEqual(new Set(graph.revisions));
      expect(traced(drawing)).toEqual(edgesOf(graph));
    }),
    { numRuns: 1000 },
  );
});

test("draws a history of twenty thousand revisions and one of five hundred heads", () => {
  const long = ["r0<", ...Array.from({ length: 20_000 }, (_, n) => `r${n + 1}<r${n}`)].join(" ");
  expect(draw(graphOf(long)).lines).toHaveLength(20_001);
  const wide = ["r<", ...Array.from({ length: 500 }, (_, n) => `h${n}<r`)].join(" ");
  expect(picture(graphOf(wide)).split("\n").at(-1)).toBe("* r");
});

function edgesOf(graph: RevisionGraph): ReadonlySet<string> {
  return new Set(
    graph.revisions.flatMap(({ revision, parents }) =>
      parents.map((parent) => `${revision} -> ${parent.revision}`),
    ),
  );
}

type Motion = "from a node" | "down" | "right" | "left";

/** Follows the lines of a drawing with the eye: who leads to whom. */
function traced({ lines, places }: ReturnType<typeof draw>): ReadonlySet<string> {
  const edges = new Set<string>();
  for (const [line, { revision }] of places) {
    const column = lines[line]?.indexOf("*") ?? -1;
    const todo: { line: number; column: number; motion: Motion }[] = [
      { line: line + 1, column, motion: "from a node" },
    ];
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      const text = lines[at.line] ?? "";
      if (text[at.column] === "*" && (at.motion !== "left" || text[at.column - 1] !== "/")) {
        edges.add(`${revision} -> ${places.get(at.line)?.revision}`);
        continue;
      }
      todo.push(...onwards(text, at));
    }
  }
  return edges;
}

function onwards(
  text: string,
  { line, column, motion }: { line: number; column: number; motion: Motion },
): { line: number; column: number; motion: Motion }[] {
  const next = (to: number, how: Motion) => ({ line: line + 1, column: to, motion: how });
  const left = (): ReturnType<typeof next>[] => {
    if (text[column - 1] !== "/") return [];
    let end = column - 2;
    while (text[end - 1] === "_") end -= 2;
    return [next(end, "left")];
  };
  const down = text[column] === "|" ? [next(column, "down")] : [];
  const right = text[column + 1] === "\\" ? [next(column + 2, "right")] : [];
  switch (motion) {
    case "from a node":
    case "right":
      return [...down, ...right, ...(down.length + right.length === 0 ? left() : [])];
    case "left": {
      const further = left();
      return further.length > 0 ? further : [...down, ...(down.length === 0 ? right : [])];
    }
    case "down":
      if (down.length > 0) return down;
      return right.length > 0 ? right : left();
  }
}
