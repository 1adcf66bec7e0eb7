/** The history as text: line by line, or as a graph. */
import { drawGraph, type Row } from "../revisions/draw.js";
import type { Revision } from "../revisions/graph.js";
import {
  parentsWidth,
  revisionEntry,
  revisionLine,
  type RevisionLineOptions,
  shortDate,
} from "./revision-text.js";
import type { Style } from "./style.js";

export interface HistoryTextOptions {
  readonly style: Style;
  readonly verbose: boolean;
  /** Somebody reads it: columns are aligned and dates shown. */
  readonly isTerminal: boolean;
  readonly isCurrent: (revision: Revision) => boolean;
  readonly path: (path: string) => string;
}

/** Parents that are wider than this put the rest of their own line out of place, not of all. */
const widestParents = 28;

/** The revisions as Alembic lists them. */
export function historyLines(
  revisions: readonly Revision[],
  options: HistoryTextOptions,
): readonly string[] {
  if (options.verbose) return revisions.flatMap((revision) => entry(revision, options));
  const widths = options.isTerminal ? revisions.map(parentsWidth) : [];
  const width = widths.reduce(
    (most, one) => (one <= widestParents ? Math.max(most, one) : most),
    0,
  );
  return revisions.map((revision) =>
    line(revision, options, { parents: true, parentsWidth: width }),
  );
}

/** The revisions with lines to their parents; what they depend on stands in words. */
export function graphLines(
  revisions: readonly Revision[],
  options: HistoryTextOptions,
): readonly string[] {
  const { style, verbose } = options;
  const paint = (row: Row) => paintRow(row, style);
  return drawGraph(revisions, ({ parents }) => parents).flatMap(({ node, row, below, edges }) => {
    const [first = "", ...more] = verbose
      ? entry(node, options)
      : [line(node, options, { dependencies: true })];
    return [
      `${paint(row)} ${first}`,
      ...more.map((text) => `${paint(below)} ${text}`.trimEnd()),
      ...edges.map((edge) => paint(edge)),
    ];
  });
}

function line(
  revision: Revision,
  { style, isCurrent, isTerminal }: HistoryTextOptions,
  options: RevisionLineOptions,
): string {
  const text = revisionLine(revision, style, {
    tree: true,
    message: true,
    isCurrent: isCurrent(revision),
    ...options,
  });
  const date = isTerminal ? shortDate(revision) : "";
  return date === "" ? text : `${text}  ${style.dim(date)}`;
}

function entry(
  revision: Revision,
  { style, path, isCurrent }: HistoryTextOptions,
): readonly string[] {
  return revisionEntry(revision, style, { path, isCurrent: isCurrent(revision) });
}

/** Neighbouring lines have different colours; the revisions themselves are bold. */
function paintRow(row: Row, style: Style): string {
  const colors = [style.red, style.green, style.blue, style.magenta, style.cyan];
  return row
    .map((cell) => {
      if (cell.line === undefined) return cell.text;
      if (cell.text === "*") return style.bold(cell.text);
      return colors[cell.line % colors.length]?.(cell.text) ?? cell.text;
    })
    .join("");
}
