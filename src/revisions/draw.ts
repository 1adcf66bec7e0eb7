/** Draws a graph with characters, newest first, as `git log --graph` draws commits. */

/** A piece of a drawing. */
interface Cell {
  /** One of `*`, `|`, `/`, `\`, `_` and a space. */
  readonly text: string;
  /** The line that it belongs to, for its color. Absent for a space. */
  readonly line?: number;
}

export type Row = readonly Cell[];

interface DrawnNode<T> {
  readonly node: T;
  /** What precedes the node's text. The node is the `*`. */
  readonly row: Row;
  /** What precedes further lines of its text. */
  readonly below: Row;
  /** The rows between it and the next node. */
  readonly edges: readonly Row[];
}

/** A line on its way down to a node. */
interface Lane<T> {
  readonly leadsTo: T;
  readonly line: number;
}

/**
 * Draws nodes and the lines to their parents. Line `i` is in column `2 * i`. Between two nodes,
 * lines move by at most one column and its gap per row, and merge into the leftmost line to the
 * same node as soon as they can.
 *
 * @param nodes each before its parents
 * @param parentsOf in order; parents that are not among `nodes` are not drawn
 * @example drawGraph(history(graph), (revision) => revision.parents)
 */
export function drawGraph<T>(
  nodes: readonly T[],
  parentsOf: (node: T) => readonly T[],
): readonly DrawnNode<T>[] {
  const shown = new Set(nodes);
  const lanes: Lane<T>[] = [];
  let lines = 0;
  return nodes.map((node, index) => {
    const found = lanes.findIndex((lane) => lane.leadsTo === node);
    const at = found < 0 ? lanes.length : found;
    const line = lanes[at]?.line ?? lines++;
    lanes[at] = { leadsTo: node, line };
    const row = rowOf([...marks(lanes), { column: 2 * at, text: "*", line }]);
    const [first, ...more] = parentsOf(node).filter((parent) => shown.has(parent));
    if (first !== undefined) {
      lanes[at] = { leadsTo: first, line };
      const below = rowOf(marks(lanes));
      const begun = more.map((leadsTo, order) => {
        // Lines to the right of the node's own make room.
        lanes.splice(at + 1 + order, 0, { leadsTo, line: lines++ });
        return rowOf(marks(lanes, at + 1 + order, "\\"));
      });
      return { node, row, below, edges: [...begun, ...join(lanes)] };
    }
    const below = rowOf(marks(lanes).filter(({ column }) => column !== 2 * at));
    lanes.splice(at, 1);
    const next = nodes[index + 1];
    // Lines to the right close up. A gap separates the end from what begins right below it.
    const isNewNext = next !== undefined && !lanes.some((lane) => lane.leadsTo === next);
    const edges = at < lanes.length || isNewNext ? [rowOf(marks(lanes, at, "/"))] : [];
    return { node, row, below, edges };
  });
}

/** Lines to the same node merge into the leftmost. Over a long distance they run flat. */
function join<T>(lanes: Lane<T>[]): readonly Row[] {
  const rows: Row[] = [];
  const places = new Map<T, number>();
  for (let from = 0; from < lanes.length; from++) {
    const lane = lanes[from];
    if (lane === undefined) break;
    const { leadsTo, line } = lane;
    const to = places.get(leadsTo);
    if (to === undefined) {
      places.set(leadsTo, from);
      continue;
    }
    lanes.splice(from, 1);
    const flat = Array.from({ length: Math.max(0, from - to - 2) }, (_, order) => ({
      column: 2 * (to + order) + 3,
      text: "_",
      line,
    }));
    const leaving = { column: 2 * from - 1, text: "/", line };
    rows.push(rowOf([...marks(lanes, from, "/"), ...flat, leaving]));
    if (from - to > 1) rows.push(rowOf([...marks(lanes), { column: 2 * to + 1, text: "/", line }]));
    from -= 1;
  }
  return rows;
}

interface Mark extends Required<Cell> {
  readonly column: number;
}

/** Lines that stay. From `first` on, they have moved from the right (`/`) or from the left. */
function marks<T>(lanes: readonly Lane<T>[], first = lanes.length, text = "|"): readonly Mark[] {
  const gap = text === "/" ? 1 : -1;
  return lanes.map(({ line }, index) =>
    index < first
      ? { column: 2 * index, text: "|", line }
      : { column: 2 * index + gap, text, line },
  );
}

/** A later mark replaces an earlier one. */
function rowOf(all: readonly Mark[]): Row {
  const cells: Cell[] = [];
  for (const { column, text, line } of all) {
    while (cells.length < column) cells.push({ text: " " });
    cells[column] = { text, line };
  }
  return cells;
}
