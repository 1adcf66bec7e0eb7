import fc from "fast-check";
import { expect, test } from "vitest";
import { componentsOf } from "../../src/compare/order/graph.js";

const graphs = fc
  .array(fc.array(fc.nat({ max: 7 }), { maxLength: 3 }), { maxLength: 8 })
  .map((targets) => new Map(targets.map((to, from) => [String(from), to.map(String)])));

test("two nodes are in one component exactly when each leads to the other", () => {
  fc.assert(
    fc.property(graphs, (edges) => {
      const component = componentsOf(edges);
      expect([...component.keys()].sort()).toEqual([...edges.keys()].sort());
      for (const a of edges.keys())
        for (const b of edges.keys())
          expect(component.get(a) === component.get(b)).toBe(
            leadsTo(edges, a, b) && leadsTo(edges, b, a),
          );
    }),
  );
});

test("a chain of 100,000 does not overflow the stack", () => {
  const edges = new Map(
    Array.from({ length: 100_000 }, (_, node) => [String(node), [String(node + 1)]]),
  );
  expect(new Set(componentsOf(edges).values()).size).toBe(100_000);
});

function leadsTo(edges: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const reached = new Set([from]);
  for (const node of reached)
    for (const next of edges.get(node) ?? []) if (edges.has(next)) reached.add(next);
  return reached.has(to);
}
