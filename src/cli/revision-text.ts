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
export function revisionLine(revision: Revision, style: Style, options: LineOptions = {}): string {
  const { message, ...others } = options;
  const line = describeRevision(revision, others);
  const at = line.indexOf("-> ") + (options.parents ? 3 : 1);
  const [id = "", ...marks] = line.slice(at).split(" ");
  const painted = marks.map((mark) => (mark === "(head)" ? style.green(mark) : style.cyan(mark)));
  const text = [style.dim(line.slice(0, at)) + style.yellow(id), ...painted].join(" ");
  return message && revision.message !== "" ? `${text}, ${revision.message}` : text;
}

/** A revision in full, as `show` and `-v` print it; ends with an empty line. */
export function revisionEntry(
  revision: Revision,
  style: Style,
  options: { readonly path: (path: string) => string; readonly isCurrent?: boolean },
): readonly string[] {
  const { branchLabels, children, createDate, dependsOn, message } = revision;
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
    ...(createDate === undefined ? [] : [`Create Date: ${createDate}`]),
    "",
    ...(message === "" ? [] : [`    ${message}`, ""]),
  ];
}

/** A revision as `--json` gives it. */
export function revisionJson(revision: Revision, path: (path: string) => string): RevisionJson {
  return {
    revision: revision.revision,
    downRevision: revision.downRevision,
    branchLabels: revision.branchLabels,
    dependsOn: revision.dependsOn,
    message: revision.message,
    path: path(revision.path),
    isHead: isHead(revision),
    isBranchPoint: isBranchPoint(revision),
    isMergePoint: isMergePoint(revision),
  };
}

export interface RevisionJson {
  readonly revision: string;
  readonly downRevision: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  readonly message: string;
  readonly path: string;
  readonly isHead: boolean;
  readonly isBranchPoint: boolean;
  readonly isMergePoint: boolean;
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
