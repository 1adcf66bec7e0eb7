/** The commands that write a migration and prove an existing one. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { script, summarize } from "../autogenerate/diff/script.js";
import type { Proof, RowFinding } from "../autogenerate/proof/types.js";
import {
  type CreatedRevision,
  createRevision,
  previewRevision,
  type RevisionInput,
} from "../autogenerate/revision.js";
import type { RenameAnswer, RenameQuestion } from "../compare/renames/questions.js";
import { formatRename, parseRename } from "../compare/renames/rename.js";
import type { Connection } from "../database/connection.js";
import { defined } from "../defined.js";
import { failedError, type GenError, usageError } from "../errors.js";
import { describeObject } from "../operations/rules.js";
import { displayRef } from "../schema/object-ref.js";
import type { NewRevisionOptions } from "../revisions/new-revision.js";
import { resolveRevision } from "../revisions/resolve.js";
import type { Outcome, Project } from "./project.js";
import type {
  ChooseRename,
  ProofSummary,
  ProveOptions,
  RevisionOptions,
  RowSummary,
  WrittenRevision,
} from "./types.js";

export type RevisionRequest = Omit<RevisionOptions, "chooseRename" | "head"> &
  Pick<RevisionInput, "chooseRename" | "detectRenames"> & {
    readonly head?: string | readonly string[];
  };

export async function revision(
  project: Project,
  { chooseRename, ...request }: RevisionOptions,
): Promise<RevisionOutcome> {
  const choice = defined({ chooseRename: chooseRename && asChooser(chooseRename) });
  const outcome = await writeRevision(project, { ...request, ...choice });
  const likely = outcome.created?.unconfirmedRenames ?? [];
  const list = likely.map((rename) => `"${formatRename(rename)}"`).join(", ");
  if (likely.length > 0)
    project.warn(
      `The migration drops and creates objects that may have been renamed. If so, delete the file and pass renames: [${list}].`,
    );
  return outcome;
}

/** Converts references to text for `choose`, and its answer to a rename. */
function asChooser(choose: ChooseRename): (question: RenameQuestion) => Promise<RenameAnswer> {
  return async ({ added, candidates }) => {
    const answer = await choose({
      kind: added.kind,
      added: displayRef(added),
      candidates: candidates.map(({ rename, isSure, typeChange, held }) =>
        defined({ rename: formatRename(rename), isSure, typeChange, held }),
      ),
    });
    return answer === "new" ? answer : parseRename(answer);
  };
}

export interface RevisionOutcome extends Outcome<WrittenRevision | null> {
  /** For the printed text; `null` if nothing differs. */
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
  const summary = defined({ proof: proof && summarizeProof(proof) });
  const result = { ...first, revisions: [first, ...others], ...summary };
  return { result, created, ...defined({ failure: failureOf(proof, first.path) ?? hookFailure }) };
}

/** What {@link writeRevision} would write, as SQL; `null` if nothing differs. */
export async function previewSql(project: Project, request: RevisionRequest) {
  const changes = await withInput(project, request, previewRevision);
  if (changes === undefined) return null;
  const operations = changes.drafts.flatMap((draft) => draft.operations);
  return { ...changes, operations: summarize(operations), script: script(operations) };
}

/** Calls `body`, and cancels the statement that the database is running if the user interrupts. */
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
  // The path may be relative to the working directory instead of the configuration.
  const fromHere = versionPath === undefined ? undefined : resolve(cwd, versionPath);
  const isFromHere = fromHere !== undefined && migrations.includes(fromHere);
  let connection: Connection | undefined;
  const cancel = (): void => void connection?.cancel();
  const folderGiven = isFromHere ? fromHere : versionPath;
  signal?.addEventListener("abort", cancel);
  try {
    return await body({
      ...input,
      ...defined({ empty, replay, chooseRename, detectRenames, versionPath: folderGiven }),
      message,
      renames,
      header: headerOf(request),
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
  const message = `${path} does not do what it should: ${found(proof.differences)}.`;
  const failure = failedError("proof_failed", message, "Correct the file and prove it again.");
  const result = { revision: migration.revision, path, proof: summarizeProof(proof) };
  return { result, proof, ...(proof.differences.length > 0 && { failure }) };
}

function summarizeProof(proof: Proof): ProofSummary {
  const { proven, where, durationMs, differences, reason, rows } = proof;
  const said = differences.map(({ direction, message }) => `${direction} ${message}`);
  const findings = rows && {
    stops: rows.stops.map(summarizeRow),
    untried: rows.untried.map(summarizeRow),
  };
  return defined({ proven, where, durationMs, differences: said, reason, rows: findings });
}

function summarizeRow({ direction, operation, message, query }: RowFinding): RowSummary {
  const object = describeObject(operation);
  return { direction, kind: operation.kind, object, message, query: query ?? null };
}

export function failureOf(proof: Proof | undefined, path: string): GenError | undefined {
  if (proof === undefined || proof.differences.length === 0) return undefined;
  const { differences } = proof;
  const excerpts = differences.flatMap(({ refusal }) => refusal?.excerpt ?? []);
  const title = `${path} was written, but it does not do what it should: ${found(differences)}.`;
  const message = [title, ...new Set(excerpts)].join("\n");
  return failedError("proof_failed", message, hintFor(proof));
}

function found(differences: Proof["differences"]): string {
  return differences.map(({ direction, message }) => `the ${direction} ${message}`).join("; ");
}

function hintFor({ differences }: Proof): string {
  const refused = differences.flatMap(({ refusal }) => refusal ?? []);
  if (refused.length === 0)
    return "A comment in the file marks what goes wrong: correct it there, or delete the file.";
  const objects = [...new Set(refused.map(({ object }) => object))];
  const own = refused.flatMap(({ hint }) => hint ?? []);
  return [
    ...new Set(own),
    `If the mistake is in the models, correct ${objects.join(", ")} there, delete the file and run the command again.`,
    "Otherwise correct the file where a comment marks it.",
  ].join(" ");
}
