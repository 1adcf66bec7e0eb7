import { createRevision, type OperationSummary, summarize } from "../autogenerate/index.js";
import type { MergeProofInput } from "../autogenerate/conflicts/prove-merge.js";
import { parseRename } from "../compare/renames/syntax.js";
import { newRevision, resolveRevisions } from "../revisions/index.js";
import { type ProjectOptions, withProject } from "./project.js";
import { asChooser, type ChooseRename, likelyRenameNotice } from "./rename-choice.js";

interface HeaderOptions extends ProjectOptions {
  /** What the migration does, for its file and its name. */
  readonly message?: string;
  readonly branchLabels?: readonly string[];
  /** The identifier, instead of a random one. */
  readonly revId?: string;
  /** Allows parents that are no heads. */
  readonly splice?: boolean;
  /** The migrations folder to write to, of several. */
  readonly versionPath?: string;
}

export interface RevisionOptions extends HeaderOptions {
  /** A file with empty bodies: neither models nor database are looked at. */
  readonly empty?: boolean;
  /** The revision that it follows; by default the head. */
  readonly head?: string;
  readonly dependsOn?: readonly string[];
  /** Confirmed renames: `table:old=new`, `column:table.old=new`. */
  readonly renames?: readonly string[];
  /**
   * Asked about everything that may have been renamed, table before column, each question knowing
   * the answers before it. Returns the `rename` of a candidate, or `"new"`. Without it nothing but
   * `renames` is one, and likely renames are told to `onNotice`.
   */
  readonly chooseRename?: ChooseRename;
  /** Compares with what the migrations make of an empty database. */
  readonly replay?: boolean;
  /** Whether the migration is tried out before it is written; by default as configured. */
  readonly prove?: boolean;
}

export interface MergeOptions extends HeaderOptions {
  /** What is joined; `["heads"]` by default. */
  readonly revisions?: readonly string[];
  /** Whether the branches are first run in both orders in scratch databases, and compared. */
  readonly prove?: boolean;
  /** What migrations see as `op.args` then. */
  readonly args?: Readonly<Record<string, string>>;
}

/** A file that was written. */
export interface WrittenRevision {
  readonly revision: string;
  /** Absolute. */
  readonly path: string;
  readonly operations: readonly OperationSummary[];
}

export function revision(options: RevisionOptions): Promise<WrittenRevision | null> {
  const { head, dependsOn, renames = [], empty = false, replay = false, prove } = options;
  const { chooseRename } = options;
  return write(options, {
    empty,
    replay,
    ...(chooseRename && { chooseRename: asChooser(chooseRename) }),
    ...(prove === false ? { prove } : {}),
    renames: renames.map(parseRename),
    header: {
      ...(head === undefined ? {} : { head }),
      ...(dependsOn === undefined ? {} : { dependsOn }),
    },
  });
}

export async function merge(options: MergeOptions): Promise<WrittenRevision | null> {
  const { revisions = ["heads"] } = options;
  const message = options.message ?? `merge ${revisions.join(" and ")}`;
  return withProject(options, async (project) => {
    const graph = project.graph();
    const parents = revisions.flatMap((identifier) => resolveRevisions(graph, identifier));
    if (parents.length < 2) return null;
    const header = { head: revisions, splice: options.splice ?? false };
    newRevision(graph, header);
    if (options.prove === true) await proven(options, { config: project.config, graph, parents });
    return write({ ...options, message }, { empty: true, header: { head: revisions } });
  });
}

/** @throws GenError `merge_conflict` if the order matters */
async function proven(
  { args, signal, onNotice }: MergeOptions,
  input: Pick<MergeProofInput, "config" | "graph" | "parents">,
): Promise<void> {
  const { proveMerge, refuseUnproven } = await import("../autogenerate/conflicts/prove-merge.js");
  const proof = await proveMerge({
    ...input,
    ...(args && { args }),
    ...(signal && { signal }),
    ...(onNotice && { onNote: onNotice }),
  });
  refuseUnproven(input.parents, proof);
}

type Input = Parameters<typeof createRevision>[0];

function write(
  options: HeaderOptions,
  input: Omit<Partial<Input>, "config" | "graph" | "connect">,
): Promise<WrittenRevision | null> {
  const { message = "", branchLabels, revId, splice, versionPath, signal, onNotice } = options;
  return withProject(options, async (project) => {
    const created = await createRevision({
      ...input,
      config: project.config,
      graph: project.graph(),
      connect: project.connect,
      message,
      header: {
        ...input.header,
        ...(branchLabels === undefined ? {} : { branchLabels }),
        ...(revId === undefined ? {} : { revision: revId }),
        ...(splice === undefined ? {} : { splice }),
      },
      ...(versionPath === undefined ? {} : { versionPath }),
      ...(signal === undefined ? {} : { signal }),
      ...(onNotice === undefined ? {} : { onNote: onNotice, onWarning: onNotice }),
    });
    if (created === null) return null;
    if (created.unconfirmedRenames.length > 0)
      onNotice?.(likelyRenameNotice(created.unconfirmedRenames));
    if (created.hookFailure !== undefined) throw created.hookFailure;
    const { path, operations } = created;
    return { revision: created.revision, path, operations: summarize(operations) };
  });
}
