/** Renders planned revisions into files, each the parent of the next. */
import { execFileSync, type StdioOptions } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { attempt } from "../attempt.js";
import { defined } from "../defined.js";
import type { GenError } from "../errors.js";
import type { Operation } from "../operations/types.js";
import { isoDate } from "../render/file-name.js";
import { renderMigration } from "../render/migration.js";
import { readTemplate } from "../render/template.js";
import { newRevision, type NewRevision } from "../revisions/new-revision.js";
import { functionOf, migrationLoader } from "../runtime/load-migrations.js";
import { newFile, runPostWriteHooks } from "./new-file.js";
import type { PlannedRevision } from "./process-operations.js";
import type { ProjectInput } from "./both-sides.js";
import { describeRows } from "./proof/rows.js";
import type { Direction, MigrationFile, Proof } from "./proof/types.js";

export interface DraftInput extends Omit<ProjectInput, "args"> {
  readonly message: string;
  readonly versionPath?: string;
}

export interface WrittenRevision {
  readonly revision: string;
  readonly path: string;
  readonly operations: readonly Operation[];
}

export interface Draft extends WrittenRevision {
  readonly text: string;
  readonly notes: readonly string[];
}

export interface Place {
  readonly header: NewRevision;
  readonly date: Date;
  readonly directory: string;
  /** The file will not be written, so one with the same name can exist. */
  readonly isPreview: boolean;
}

export interface Planned extends Place {
  readonly revisions: readonly (PlannedRevision & { readonly header: NewRevision })[];
  readonly remarks: readonly string[];
}

/** Renders the files with the results of the proof. Their names do not change. */
export async function draftFiles(
  input: DraftInput,
  { date, isPreview, revisions, remarks }: Planned,
  proof?: Proof,
): Promise<readonly Draft[]> {
  const { config } = input;
  const drafts: Draft[] = [];
  for (const [index, revision] of revisions.entries()) {
    const { header, message: own = input.message, part, upgrade, downgrade, marks } = revision;
    const message = part === undefined ? own : `${own} (${part})`;
    const besides = new Set(drafts.map(({ path }) => path));
    const file = { ...input, message, header, date, besides, mayExist: isPreview };
    const { path, directory } = newFile(file);
    const template = readTemplate(directory);
    const hasAuthor = /\{\{\s*author\s*\}\}/.test(template.text);
    const author = (hasAuthor && authorName(config.directory)) || undefined;
    const createDate = isoDate(date, config.timezone);
    // What is left to do is noted at the end of each direction.
    const wrong = (direction: Direction, isEnd: boolean): readonly string[] =>
      (proof?.differences ?? [])
        .filter((difference) => difference.direction === direction)
        .filter(({ revision: id }) => (id === undefined ? isEnd : id === header.revision))
        .map((difference) => `wrong: the ${direction} ${difference.message}.`);
    const rows = describeRows(proof?.rows, upgrade).map((row) => `needs review: ${row}`);
    const above = index === 0 ? remarks : [];
    const notes: string[] = [];
    const text = await renderMigration({
      header: { ...header, message, createDate, ...defined({ author }) },
      upgrade,
      downgrade,
      remarks: {
        upgrade: [...above, ...wrong("upgrade", index === revisions.length - 1), ...rows],
        downgrade: wrong("downgrade", index === 0),
      },
      ...defined({ marks }),
      template,
      renderType: config.renderType,
      filePath: path,
      onNote: (note) => void notes.push(note),
    });
    drafts.push({ revision: header.revision, path, text, operations: upgrade, notes });
  }
  return drafts;
}

/** Further files are written next to the first, their ancestor. */
export function withHeaders(
  revisions: readonly PlannedRevision[],
  first: NewRevision,
  { graph }: DraftInput,
): Planned["revisions"] {
  const { parents } = first;
  let header = first;
  return revisions.map((revision, index) => {
    const downRevision = [header.revision];
    if (index > 0) header = { ...newRevision(graph, { head: [] }), downRevision, parents };
    return { ...revision, header };
  });
}

/** `undefined` without git or without a name. The template's line is then empty. */
function authorName(cwd: string): string | undefined {
  const stdio: StdioOptions = ["ignore", "pipe", "ignore"];
  const options = { cwd, encoding: "utf8", stdio } as const;
  const identity = attempt(() => execFileSync("git", ["var", "GIT_AUTHOR_IDENT"], options));
  return identity?.slice(0, identity.indexOf(" <")).trim();
}

/** The future contents of the files, loaded as `upgrade` will load them. */
export async function loadDrafts(
  drafts: readonly Draft[],
  directory: string,
): Promise<readonly MigrationFile[]> {
  const texts = new Map(drafts.map(({ path, text }) => [path, text]));
  const steps = drafts.map(({ revision, path }) => ({
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

/**
 * Never overwrites a file.
 *
 * @returns the error of a `postWriteHooks` program
 */
export async function writeDrafts(
  drafts: readonly Draft[],
  { config, signal, onNote }: DraftInput,
): Promise<GenError | undefined> {
  // Several files have one configuration.
  for (const note of new Set(drafts.flatMap(({ notes }) => notes))) onNote?.(note);
  for (const { path, text } of drafts) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: "wx" });
  }
  let failure: GenError | undefined;
  for (const { path } of drafts) failure ??= await runPostWriteHooks(config, path, signal, onNote);
  return failure;
}
