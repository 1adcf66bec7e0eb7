/** A graph drawn with characters, newest first, as `git log --graph` draws commits. */

/** A piece of a drawing. */
interface Cell {
  /** One of `*`, `|`, `/`, `\`, `_` and a space. */
  readonly text: string;
  /** Which line it belongs to, for its colour; absent for a space. */
  readonly line?: number;
}

export type Row = readonly Cell[];

interface DrawnNode<T> {
  readonly node: T;
  /** What stands before the node's text; the node is the `*`. */
  readonly row: Row;
  /** What stands before more lines of its text. */
  readonly below: Row;
  /** The rows between it and the next node. */
  readonly edges: readonly Row[];
}

/** A line on its way down to the node that it leads to. */
interface Lane<T> {
  readonly leadsTo: T;
  readonly line: number;
}

/**
 * Draws nodes and the lines to their parents. Line `i` stands in column `2 * i`; between two nodes
 * lines move by one column and its gap a row, and run into the leftmost that leads to the same
 * node as soon as they can.
 *
 * @param nodes each before its parents
 * @param parentsOf in their order; those that are not among `nodes` are not drawn
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
    const own = { leadsTo: node, line };
    lanes[at] = own;
    const row = rowOf([...standing(lanes), { column: 2 * at, text: "*", line }]);
    const [first, ...more] = parentsOf(node).filter((parent) => shown.has(parent));
    if (first === undefined) {
      const below = rowOf(standing(lanes).filter(({ column }) => column !== 2 * at));
      const follows = nodes[index + 1];
      const isNew = follows !== undefined && !lanes.some((lane) => lane.leadsTo === follows);
      return { node, row, below, edges: end(lanes, at, isNew) };
    }
    lanes[at] = { leadsTo: first, line };
    const below = rowOf(standing(lanes));
    const begun = more.map((leadsTo) => ({ leadsTo, line: lines++ }));
    return { node, row, below, edges: [...begin(lanes, at, begun), ...join(lanes)] };
  });
}

interface Mark {
  readonly column: number;
  readonly text: string;
  readonly line: number;
}

/**
 * A line ends at its node: those to its right close up. A gap keeps it apart from what would begin
 * right below it.
 */
function end<T>(lanes: Lane<T>[], at: number, isNewNext: boolean): readonly Row[] {
  const marks = closingUp(lanes, at);
  lanes.splice(at, 1);
  return at === lanes.length && !isNewNext ? [] : [rowOf(marks)];
}

/** Lines begin at a node, to the right of its own; those that stand there make room. */
function begin<T>(lanes: Lane<T>[], at: number, begun: readonly Lane<T>[]): readonly Row[] {
  const rows = begun.map((_, done) =>
    rowOf([
      ...standing(lanes.slice(0, at + 1)),
      ...standing(begun.slice(0, done), at + 1),
      ...begun.slice(done, done + 1).map(({ line }) => leaning("\\", at + done, line)),
      ...lanes.slice(at + 1).map(({ line }, index) => leaning("\\", at + 1 + index + done, line)),
    ]),
  );
  lanes.splice(at + 1, 0, ...begun);
  return rows;
}

/** Lines that lead to the same node become one, the leftmost. */
function join<T>(lanes: Lane<T>[]): readonly Row[] {
  const rows: Row[] = [];
  const places = new Map<T, number>();
  for (let from = 0; from < lanes.length; from++) {
    const lane = lanes[from];
    if (lane === undefined) break;
    const to = places.get(lane.leadsTo);
    if (to === undefined) {
      places.set(lane.leadsTo, from);
      continue;
    }
    rows.push(...joinOne(lanes, from, to, lane.line));
    from -= 1;
  }
  return rows;
}

/** Over a long way the line runs flat below the others. */
function joinOne<T>(lanes: Lane<T>[], from: number, to: number, line: number): readonly Row[] {
  const flat = Array.from({ length: Math.max(0, from - to - 2) }, (_, index) => ({
    column: 2 * (to + 1 + index) + 1,
    text: "_",
    line,
  }));
  const leaving = [...closingUp(lanes, from), ...flat, leaning("/", from - 1, line)];
  lanes.splice(from, 1);
  const rows = [rowOf(leaving)];
  if (from - to > 1) rows.push(rowOf([...standing(lanes), leaning("/", to, line)]));
  return rows;
}

/** Lines before `gone` stand, those behind it go one column to the left. */
function closingUp<T>(lanes: readonly Lane<T>[], gone: number): readonly Mark[] {
  const behind = lanes.slice(gone + 1).map(({ line }, index) => leaning("/", gone + index, line));
  return [...standing(lanes.slice(0, gone)), ...behind];
}

function standing<T>(lanes: readonly Lane<T>[], first = 0): readonly Mark[] {
  return lanes.map(({ line }, index) => ({ column: 2 * (first + index), text: "|", line }));
}

/** In the gap to the right of a line's place. */
function leaning(text: "/" | "\\", place: number, line: number): Mark {
  return { column: 2 * place + 1, text, line };
}

/** A later mark stands over an earlier one. */
function rowOf(marks: readonly Mark[]): Row {
  const cells: Cell[] = [];
  for (const { column, text, line } of marks) {
    while (cells.length < column) cells.push({ text: " " });
    cells[column] = { text, line };
  }
  return cells;
}
