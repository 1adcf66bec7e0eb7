/** Revisions in the forms in which the commands print them, which are Alembic's. */
import {
  isBranchPoint,
  isHead,
  isMergePoint,
  isRealHead,
  type Revision,
} from "../revisions/graph.js";
import { describeRevision, type LineOptions } from "../revisions/history.js";
import type { Style } from "./style.js";

/**
 * A revision in one line, with colours.
 *
 * @example revisionLine(head, style, { parents: true, message: true })
 * // "9b1c7d20aa41 -> 3f2a9c81b0de (head), Add manufacturer column"
 */
export function revisionLine(
  revision: Revision,
  style: Style,
  options: RevisionLineOptions = {},
): string {
  const { message, ...others } = options;
  const line = describeRevision(revision, others);
  const arrow = options.parents ? line.indexOf(" -> ") : -1;
  const parents = arrow < 0 ? "" : `${line.slice(0, arrow).padEnd(options.parentsWidth ?? 0)} -> `;
  const [id = "", ...marks] = line.slice(arrow < 0 ? 0 : arrow + 4).split(" ");
  const painted = marks.map((mark) =>
    greenMarks.has(mark) ? style.green(mark) : style.cyan(mark),
  );
  const depends =
    options.dependencies && revision.dependsOn.length > 0
      ? [style.dim(`(depends on ${revision.dependsOn.join(", ")})`)]
      : [];
  const text = [style.dim(parents) + style.yellow(id), ...painted, ...depends].join(" ");
  return message && revision.message !== "" ? `${text}, ${revision.message}` : text;
}

export interface RevisionLineOptions extends LineOptions {
  /** How wide the parents are at least, so that lines stand under each other. */
  readonly parentsWidth?: number;
  /** `(depends on …)`, where the parents do not stand in front. */
  readonly dependencies?: boolean;
}

const greenMarks: ReadonlySet<string> = new Set(["(head)", "(current)"]);

export const noRevisions = 'There are no revisions yet: `gen revision -m "…"` writes the first.';

/** How wide the parents of a revision are in its line. */
export function parentsWidth(revision: Revision): number {
  return describeRevision(revision, { parents: true }).indexOf(" -> ");
}

/** The minute in which a revision was made; empty if its file does not say so. */
export function shortDate({ createDate = "" }: Revision): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)/.exec(createDate) ?? [];
  return day === undefined ? "" : `${day} ${time}`;
}

/** A revision in full, as `show` and `-v` print it; ends with an empty line. */
export function revisionEntry(
  revision: Revision,
  style: Style,
  options: { readonly path: (path: string) => string; readonly isCurrent?: boolean },
): readonly string[] {
  const { author, branchLabels, children, createDate, dependsOn, message } = revision;
  const marks = [
    ...headMarks(revision, style),
    ...(options.isCurrent ? [style.green("(current)")] : []),
    ...pointMarks(revision, style),
  ];
  return [
    ["Rev:", style.yellow(revision.revision), ...marks].join(" "),
    `${isMergePoint(revision) ? "Merges" : "Parent"}: ${parentsOf(revision)}`,
    ...(dependsOn.length > 0 ? [`Also depends on: ${dependsOn.join(", ")}`] : []),
    ...(isBranchPoint(revision)
      ? [`Branches into: ${children.map((child) => child.revision).join(", ")}`]
      : []),
    ...(branchLabels.length > 0 ? [`Branch names: ${branchLabels.join(", ")}`] : []),
    `Path: ${options.path(revision.path)}`,
    ...(author === undefined ? [] : [`Author: ${author}`]),
    ...(createDate === undefined ? [] : [`Create Date: ${createDate}`]),
    "",
    ...(message === "" ? [] : [`    ${message}`, ""]),
  ];
}

function parentsOf({ downRevision }: Revision): string {
  return downRevision.length === 0 ? "<base>" : downRevision.join(", ");
}

/** A head that others depend on is not where `upgrade heads` ends; Alembic calls it effective. */
function headMarks(revision: Revision, style: Style): readonly string[] {
  if (isRealHead(revision)) return [style.green("(head)")];
  return isHead(revision) ? [style.green("(effective head)")] : [];
}

function pointMarks(revision: Revision, style: Style): readonly string[] {
  return [
    ...(isBranchPoint(revision) ? [style.cyan("(branchpoint)")] : []),
    ...(isMergePoint(revision) ? [style.cyan("(mergepoint)")] : []),
  ];
}
