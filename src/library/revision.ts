/** Writing a migration from what differs, and proving one that is there. */
import { resolve } from "node:path";
import { existsSync } from "node:fs";
import { script, summarize } from "../autogenerate/diff/script.js";
import {
  createRevision,
  type CreatedRevision,
  previewRevision,
  type RevisionInput,
} from "../autogenerate/revision.js";
import { parseRename } from "../compare/renames/syntax.js";
import type { Connection } from "../database/connection.js";
import { defined } from "../defined.js";
import { usageError } from "../errors.js";
import type { NewRevisionOptions } from "../revisions/new-revision.js";
import { resolveRevision } from "../revisions/resolve.js";
import type { Outcome, Project } from "./project.js";
import { failureOf, provenWrong, summarizeProof } from "./proof.js";
import { asChooser, likelyRenameNotice } from "./rename-choice.js";
import type { ProveOptions, RevisionOptions, WrittenRevision } from "./types.js";

export type RevisionRequest = Omit<RevisionOptions, "chooseRename" | "head"> &
  Pick<RevisionInput, "chooseRename" | "detectRenames"> & {
    readonly head?: string | readonly string[];
  };

export async function revision(
  project: Project,
  { chooseRename, ...request }: RevisionOptions,
): Promise<RevisionOutcome> {
  const outcome = await writeRevision(project, {
    ...request,
    ...(chooseRename && { chooseRename: asChooser(chooseRename) }),
  });
  const likely = outcome.created?.unconfirmedRenames ?? [];
  if (likely.length > 0) project.warn(likelyRenameNotice(likely));
  return outcome;
}

export interface RevisionOutcome extends Outcome<WrittenRevision | null> {
  /** What the text needs besides; `null` where nothing differs. */
  readonly created: CreatedRevision | null;
}

export async function writeRevision(
  project: Project,
  request: RevisionRequest,
): Promise<RevisionOutcome> {
  const created = await withInput(project, request, createRevision);
  if (created === null) return { result: null, created };
  const { path: shown } = project.settings;
  const [first, ...others] = created.revisions.map((written) => ({
    revision: written.revision,
    path: shown(written.path),
    operations: summarize(written.operations),
  }));
  if (first === undefined) return { result: null, created };
  const { proof, hookFailure } = created;
  const summary = proof && { proof: summarizeProof(proof) };
  const result = { ...first, revisions: [first, ...others], ...summary };
  return { result, created, ...defined({ failure: failureOf(proof, first.path) ?? hookFailure }) };
}

/** What {@link writeRevision} would write, as SQL; `null` where nothing differs. */
export async function previewSql(project: Project, request: RevisionRequest) {
  const changes = await withInput(project, request, previewRevision);
  if (changes === undefined) return null;
  const operations = changes.planned.revisions.flatMap(({ upgrade }) => upgrade);
  return { ...changes, operations: summarize(operations), script: script(operations) };
}

/** Whatever the database is doing ends when the user interrupts. */
async function withInput<T>(
  project: Project,
  request: RevisionRequest,
  body: (input: RevisionInput) => Promise<T>,
): Promise<T> {
  const { message = "", versionPath, empty, replay, chooseRename, detectRenames } = request;
  const renames = (request.renames ?? []).map(parseRename);
  const input = await project.input();
  const { migrations, migrationsNote } = input.config;
  const [folder = ""] = migrations;
  if (migrationsNote !== undefined && !existsSync(folder)) project.note(migrationsNote);
  const { cwd, signal } = project.settings;
  // Typed in a folder of the project, it may also be relative to there.
  const fromHere = versionPath === undefined ? undefined : resolve(cwd, versionPath);
  const isFromHere = fromHere !== undefined && migrations.includes(fromHere);
  let connection: Connection | undefined;
  const cancel = (): void => void connection?.cancel();
  signal?.addEventListener("abort", cancel);
  try {
    return await body({
      ...input,
      ...defined({ empty, replay, chooseRename, detectRenames }),
      message,
      renames,
      header: headerOf(request),
      ...defined({ versionPath: isFromHere ? fromHere : versionPath }),
      ...(request.prove === false && { prove: false }),
      connect: async () => (connection = await project.connect()),
    });
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

export function headerOf(request: RevisionRequest): NewRevisionOptions {
  const { head, dependsOn, splice, branchLabels, revId } = request;
  return defined({ head, dependsOn, splice, branchLabels, revision: revId });
}

export async function prove(project: Project, options: ProveOptions) {
  const { proveRevision } = await import("../autogenerate/prove-revision.js");
  const input = await project.input();
  const migration = resolveRevision(input.graph, options.revision);
  if (migration === undefined) {
    const message = `${options.revision} is the base, which has no migration.`;
    throw usageError("usage", message, "Name a revision: `gen history` lists them.");
  }
  const path = project.settings.path(migration.path);
  project.progress(`Proving ${path} …`);
  const proof = await proveRevision({ ...input, revision: migration });
  for (const note of proof.notes) project.note(note);
  const failure = provenWrong(proof, path);
  const result = { revision: migration.revision, path, proof: summarizeProof(proof) };
  return { result, proof, ...(failure && { failure }) };
}
