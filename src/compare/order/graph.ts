/** Graph algorithms without recursion, because a long chain would overflow the stack. */
import { nameKey } from "../../schema/identifiers.js";
import type { Table } from "../../schema/types.js";

/** The successors of each node. Successors that are not keys are ignored. */
export type Edges = ReadonlyMap<string, Iterable<string>>;

/** The tables that each table references, by {@link nameKey}. */
export function references(tables: readonly Table[]): Edges {
  return new Map(
    tables.map((table) => [
      nameKey(table),
      table.foreignKeys.map(({ referencedTable }) => nameKey(referencedTable)),
    ]),
  );
}

/**
 * Numbers the strongly connected components (Kosaraju's algorithm): two nodes have the same number
 * if each can be reached from the other. Linear in nodes and edges.
 */
export function componentsOf(edges: Edges): ReadonlyMap<string, number> {
  const reversed = new Map([...edges.keys()].map((node) => [node, [] as string[]]));
  for (const [from, targets] of edges) for (const to of targets) reversed.get(to)?.push(from);
  const component = new Map<string, number>();
  for (const root of targetsFirst(edges).toReversed()) {
    if (component.has(root)) continue;
    const number = component.size;
    for (const node of reachable([root], (from) =>
      (reversed.get(from) ?? []).filter((to) => !component.has(to)),
    ))
      component.set(node, number);
  }
  return component;
}

/** All nodes in their order, but each after its successors, unless a cycle prevents that. */
export function targetsFirst(edges: Edges): readonly string[] {
  const seen = new Set<string>();
  const finished: string[] = [];
  for (const root of edges.keys()) {
    const path: { node: string; rest: Iterator<string> }[] = [];
    const enter = (node: string): void => {
      if (seen.has(node) || !edges.has(node)) return;
      seen.add(node);
      path.push({ node, rest: (edges.get(node) ?? [])[Symbol.iterator]() });
    };
    enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { done, value } = top.rest.next();
      if (done !== true) enter(value);
      else finished.push(path.pop()?.node ?? "");
    }
  }
  return finished;
}

/** The roots and everything that can be reached from them. */
export function reachable(
  roots: Iterable<string>,
  next: (node: string) => Iterable<string>,
): ReadonlySet<string> {
  const found = new Set(roots);
  // The loop also visits nodes that are added during it.
  for (const node of found) for (const target of next(node)) found.add(target);
  return found;
}
