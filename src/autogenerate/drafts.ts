/** From planned revisions to their files, each of which follows the one before. */
import { execFileSync } from "node:child_process";
import { defined } from "../defined.js";
import type { GenError } from "../errors.js";
import type { Operation } from "../operations/types.js";
import { isoDate } from "../render/file-name.js";
import { type MigrationInput, renderMigration } from "../render/migration.js";
import { readTemplate } from "../render/template.js";
import { newRevision, type NewRevision } from "../revisions/new-revision.js";
import { functionOf, migrationLoader } from "../runtime/load-migrations.js";
import { newFile, runPostWriteHooks, writeNewFile } from "./new-file.js";
import type { PlannedRevision } from "./process-operations.js";
import type { ProjectInput } from "./project-input.js";
import { describeRows } from "./proof/rows.js";
import type { Direction, MigrationFile, Proof } from "./proof/types.js";

export interface DraftInput extends Omit<ProjectInput, "args"> {
  readonly message: string;
  /** One of the configured migration folders. By default the parent's, or else the first. */
  readonly versionPath?: string;
}

export interface Draft {
  readonly header: NewRevision;
  readonly path: string;
  readonly text: string;
  readonly operations: readonly Operation[];
  readonly notes: readonly string[];
}

export interface WrittenRevision {
  readonly revision: string;
  /** Absolute. */
  readonly path: string;
  readonly operations: readonly Operation[];
}

export interface Place {
  readonly header: NewRevision;
  readonly date: Date;
  readonly directory: string;
  /** Nothing is going to be written, so that a file of the same name is in nobody's way. */
  readonly isPreview: boolean;
}

export interface Planned extends Place {
  readonly revisions: readonly PlannedRevision[];
  readonly headers: readonly NewRevision[];
  /** Comments for the head of the first upgrade. */
  readonly remarks: readonly string[];
}

/** Renders the files, with what the proof has found. Their names are the same each time. */
export async function draftFiles(
  input: DraftInput,
  planned: Planned,
  proof?: Proof,
): Promise<readonly Draft[]> {
  const { revisions, headers } = planned;
  const drafts: Draft[] = [];
  for (const [index, revision] of revisions.entries()) {
    const header = headers[index];
    if (header === undefined) continue;
    const remarks = {
      upgrade: [
        ...(index === 0 ? planned.remarks : []),
        ...remarksOn(proof, "upgrade", header, index === revisions.length - 1),
        ...describeRows(proof?.rows, revision.upgrade).map((text) => `needs review: ${text}`),
      ],
      downgrade: remarksOn(proof, "downgrade", header, index === 0),
    };
    const besides = new Set(drafts.map(({ path }) => path));
    drafts.push(await draft(input, { ...planned, besides }, revision, header, remarks));
  }
  return drafts;
}

/** One after the other, beside the first, in whose folder its parent lies. */
export function headersOf(
  count: number,
  first: NewRevision,
  { graph }: DraftInput,
): readonly NewRevision[] {
  const headers = [first];
  while (headers.length < count) {
    const downRevision = [(headers.at(-1) ?? first).revision];
    const { parents } = first;
    headers.push({ ...newRevision(graph, { head: [] }), downRevision, parents });
  }
  return headers;
}

async function draft(
  input: DraftInput,
  { date, isPreview, besides }: Planned & { readonly besides: ReadonlySet<string> },
  { message: own = input.message, part, upgrade, downgrade, marks }: PlannedRevision,
  header: NewRevision,
  remarks: MigrationInput["remarks"] & object,
): Promise<Draft> {
  const { config } = input;
  const message = part === undefined ? own : `${own} (${part})`;
  const place = { ...input, message, header, date, besides, mayExist: isPreview };
  const { path, directory } = newFile(place);
  const template = readTemplate(directory);
  const hasAuthor = /\{\{\s*author\s*\}\}/.test(template.text);
  const author = (hasAuthor && authorName(config.directory)) || undefined;
  const createDate = isoDate(date, config.timezone);
  const notes: string[] = [];
  const text = await renderMigration({
    header: { ...header, message, createDate, ...defined({ author }) },
    upgrade,
    downgrade,
    remarks,
    ...defined({ marks }),
    template,
    renderType: config.renderType,
    filePath: path,
    onNote: (note) => void notes.push(note),
  });
  return { header, path, text, operations: upgrade, notes };
}

/**
 * The name under which git would record a change made in the folder; `undefined` where there is no
 * git, or no name: a template's line then stays empty.
 */
function authorName(cwd: string): string | undefined {
  try {
    const identity = execFileSync("git", ["var", "GIT_AUTHOR_IDENT"], {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return identity.slice(0, identity.indexOf(" <")).trim();
  } catch {
    return undefined;
  }
}

/** @param isEnd Whether the way ends with this revision, where what is left to do is told. */
function remarksOn(
  proof: Proof | undefined,
  direction: Direction,
  { revision }: NewRevision,
  isEnd: boolean,
): readonly string[] {
  return (proof?.differences ?? [])
    .filter((one) => one.direction === direction)
    .filter((one) => one.revision === revision || (isEnd && one.revision === undefined))
    .map(({ message }) => `wrong: the ${direction} ${message}.`);
}

/** What the files will say, loaded as `upgrade` will load them. */
export async function loadDrafts(
  drafts: readonly Draft[],
  directory: string,
): Promise<readonly MigrationFile[]> {
  const texts = new Map(drafts.map(({ path, text }) => [path, text]));
  const steps = drafts.map(({ header: { revision }, path }) => ({
    direction: "upgrade" as const,
    revision: { revision, path },
    headsBefore: [],
    headsAfter: [],
  }));
  const migrations = await migrationLoader(directory, texts)(steps);
  return steps.map((step) => ({
    ...step.revision,
    upgrade: functionOf(migrations, step),
    downgrade: functionOf(migrations, { ...step, direction: "downgrade" }),
  }));
}

/** Writes the files, and runs the hooks of the configuration on each until one fails. */
export async function writeDrafts(
  drafts: readonly Draft[],
  { config, signal, onNote }: DraftInput,
): Promise<{ readonly revisions: readonly WrittenRevision[]; readonly hookFailure?: GenError }> {
  // Several files have one configuration.
  for (const note of new Set(drafts.flatMap(({ notes }) => notes))) onNote?.(note);
  for (const { path, text } of drafts) await writeNewFile(path, text);
  let hookFailure: GenError | undefined;
  for (const { path } of drafts)
    hookFailure ??= await runPostWriteHooks({ config, signal, path, onOutput: onNote });
  const revisions = drafts.map(({ header: { revision }, path, operations }) => ({
    revision,
    path,
    operations,
  }));
  return { revisions, ...defined({ hookFailure }) };
}
