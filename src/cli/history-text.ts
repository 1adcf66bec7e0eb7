/** The history as text: line by line, or as a graph. */
import { drawGraph, type Row } from "../revisions/draw.js";
import type { Revision } from "../revisions/revision.js";
import {
  parentsText,
  revisionText,
  type RevisionLineOptions,
  type RevisionTextOptions,
} from "./revision-text.js";
import type { Style } from "./style.js";

export interface HistoryTextOptions extends Pick<RevisionTextOptions, "verbose" | "path"> {
  readonly style: Style;
  readonly isTerminal: boolean;
  readonly isCurrent: (revision: Revision) => boolean;
}

/** Wider parents shift their own line only; the others stay aligned. */
const widestParents = 28;

export function historyLines(
  revisions: readonly Revision[],
  options: HistoryTextOptions,
): readonly string[] {
  const widths = revisions.map((revision) => parentsText(revision).length);
  const narrow = options.isTerminal ? widths.filter((width) => width <= widestParents) : [];
  const parentsWidth = narrow.reduce((most, width) => Math.max(most, width), 0);
  return revisions.flatMap((revision) => lines(revision, options, { parents: true, parentsWidth }));
}

/** The revisions with lines to their parents; what they depend on stands in words. */
export function graphLines(
  revisions: readonly Revision[],
  options: HistoryTextOptions,
): readonly string[] {
  const paint = (row: Row) => paintRow(row, options.style);
  return drawGraph(revisions, ({ parents }) => parents).flatMap(({ node, row, below, edges }) => {
    const [first = "", ...more] = lines(node, options, { dependencies: true });
    return [
      `${paint(row)} ${first}`,
      ...more.map((text) => `${paint(below)} ${text}`.trimEnd()),
      ...edges.map((edge) => paint(edge)),
    ];
  });
}

/** A revision; a line alone has its date on a terminal. */
function lines(
  revision: Revision,
  { style, verbose, path, isTerminal, isCurrent }: HistoryTextOptions,
  options: RevisionLineOptions,
): readonly string[] {
  const own = { tree: true, message: true, isCurrent: isCurrent(revision), ...options };
  const text = revisionText(revision, style, { verbose, path, ...own });
  const [, day, time] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)/.exec(revision.createDate ?? "") ?? [];
  if (verbose || !isTerminal || day === undefined) return text;
  return text.map((line) => `${line}  ${style.dim(`${day} ${time}`)}`);
}

/** Neighbouring lines have different colours; the revisions themselves are bold. */
function paintRow(row: Row, style: Style): string {
  const colors = [style.red, style.green, style.blue, style.magenta, style.cyan];
  const paint = ({ line, text }: Row[number]): string => {
    if (line === undefined) return text;
    return text === "*" ? style.bold(text) : (colors[line % colors.length]?.(text) ?? text);
  };
  return row.map(paint).join("");
}
