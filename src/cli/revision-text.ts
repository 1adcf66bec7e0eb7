/** Revisions as the commands print them: in Alembic's lines, in full, or as a graph. */
import { drawGraph, type Row } from "../revisions/draw.js";
import {
  isBranchPoint,
  isHead,
  isMergePoint,
  isRealHead,
  type Revision,
} from "../revisions/revision.js";
import type { Style } from "./style.js";

export const noRevisions = 'There are no revisions yet: `gen revision -m "…"` writes the first.';

export interface RevisionTextOptions {
  readonly verbose?: boolean | undefined;
  readonly path: (path: string) => string;
  /** `(current)` behind. */
  readonly isCurrent?: boolean;
  /** `parent -> ` in front, with dependencies in parentheses. */
  readonly parents?: boolean;
  /** How wide the parents are at least, so that lines stand under each other. */
  readonly parentsWidth?: number;
  /** `(branchpoint)` and `(mergepoint)` behind. */
  readonly tree?: boolean;
  /** `(depends on …)`, unless the parents are shown. */
  readonly dependencies?: boolean;
  /** `, message` at the end. */
  readonly message?: boolean | undefined;
}

type RevisionLineOptions = Omit<RevisionTextOptions, "verbose" | "path">;

export function revisionText(
  revision: Revision,
  style: Style,
  options: RevisionTextOptions,
): readonly string[] {
  return options.verbose
    ? revisionEntry(revision, style, options)
    : [revisionLine(revision, style, options)];
}

/** @example "9b1c7d20aa41 -> 3f2a9c81b0de (head), Add manufacturer column" */
export function revisionLine(
  revision: Revision,
  style: Style,
  options: RevisionLineOptions = {},
): string {
  const { dependsOn, labels, message } = revision;
  const parents = parentsText(revision).padEnd(options.parentsWidth ?? 0);
  const text = present([
    style.dim(options.parents ? `${parents} -> ` : "") + style.yellow(revision.revision),
    labels.length > 0 && style.cyan(`(${labels.join(", ")})`),
    ...marks(revision, style, options),
    options.dependencies &&
      dependsOn.length > 0 &&
      style.dim(`(depends on ${dependsOn.join(", ")})`),
  ]).join(" ");
  return options.message && message !== "" ? `${text}, ${message}` : text;
}

function present(parts: readonly (string | false | undefined)[]): readonly string[] {
  return parts.filter((part) => typeof part === "string");
}

function parentsText(revision: Revision): string {
  const { dependsOn } = revision;
  return parentsOf(revision) + (dependsOn.length > 0 ? ` (${dependsOn.join(", ")})` : "");
}

function revisionEntry(
  revision: Revision,
  style: Style,
  { path, isCurrent = false }: RevisionTextOptions,
): readonly string[] {
  const { author, branchLabels, children, createDate, dependsOn, message } = revision;
  const shown = present(marks(revision, style, { tree: true, isCurrent }));
  const branches = children.map((child) => child.revision).join(", ");
  return present([
    ["Rev:", style.yellow(revision.revision), ...shown].join(" "),
    `${isMergePoint(revision) ? "Merges" : "Parent"}: ${parentsOf(revision)}`,
    dependsOn.length > 0 && `Also depends on: ${dependsOn.join(", ")}`,
    isBranchPoint(revision) && `Branches into: ${branches}`,
    branchLabels.length > 0 && `Branch names: ${branchLabels.join(", ")}`,
    `Path: ${path(revision.path)}`,
    author !== undefined && `Author: ${author}`,
    createDate !== undefined && `Create Date: ${createDate}`,
    "",
    ...(message === "" ? [] : [`    ${message}`, ""]),
  ]);
}

function parentsOf({ downRevision }: Revision): string {
  return downRevision.join(", ") || "<base>";
}

/** A head that others depend on is not where `upgrade heads` ends; Alembic calls it effective. */
function marks(revision: Revision, style: Style, { tree, isCurrent }: RevisionLineOptions) {
  const isReal = isRealHead(revision);
  return [
    isReal && style.green("(head)"),
    isHead(revision) && !isReal && style.green("(effective head)"),
    isCurrent && style.green("(current)"),
    tree && isBranchPoint(revision) && style.cyan("(branchpoint)"),
    tree && isMergePoint(revision) && style.cyan("(mergepoint)"),
  ];
}

interface HistoryTextOptions extends Pick<RevisionTextOptions, "verbose" | "path"> {
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
  const parentsWidth = Math.max(0, ...narrow);
  return revisions.flatMap((revision) => lines(revision, options, { parents: true, parentsWidth }));
}

/** The revisions with lines to their parents; dependencies are written in words. */
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
