/** Which parts of a graph lead back to where they came from. */

/**
 * Numbers the strongly connected components of a graph (S. R. Kosaraju's way): two nodes have the
 * same number exactly when each can be reached from the other. Linear in nodes and edges, and
 * without recursion, which a long chain would overflow.
 *
 * @param edges From each node to others; a node that is none of the keys is left out.
 *
 * @example componentsOf(new Map([["a", ["b"]], ["b", ["a"]], ["c", ["a"]]])) // a and b alike
 */
export function componentsOf(
  edges: ReadonlyMap<string, Iterable<string>>,
): ReadonlyMap<string, number> {
  const reversed = new Map([...edges.keys()].map((node) => [node, [] as string[]]));
  for (const [from, targets] of edges) for (const to of targets) reversed.get(to)?.push(from);
  const component = new Map<string, number>();
  for (const root of finishedLastFirst(edges)) {
    if (component.has(root)) continue;
    const number = component.size;
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (component.has(node)) continue;
      component.set(node, number);
      open.push(...(reversed.get(node) ?? []));
    }
  }
  return component;
}

/** All nodes, each before those that a search from it has left sooner. */
function finishedLastFirst(edges: ReadonlyMap<string, Iterable<string>>): readonly string[] {
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
  return finished.toReversed();
}
