/** From planned revisions to files, each of which follows the one before. */
import { authorName } from "./author.js";
import type { GenError } from "../errors.js";
import { functionOf, migrationLoader } from "../runtime/index.js";
import type { Operation } from "../operations/types.js";
import {
  isoDate,
  type MigrationInput,
  preloadRenderer,
  readTemplate,
  renderMigration,
} from "../render/index.js";
import { newRevision, type NewRevision } from "../revisions/index.js";
import { newFile, type NewFileInput, writeNewFile } from "./new-file.js";
import { runPostWriteHooks } from "./post-write-hooks.js";
import type { PlannedRevision } from "./process-operations.js";
import { describeStop, describeUntried } from "./proof/ask-rows.js";
import type { MigrationFile } from "./proof/run-files.js";
import type { Proof, ProofDifference, RowFindings } from "./proof/types.js";
import type { RevisionInput } from "./revision.js";

export interface WriteInput extends RevisionInput {
  /** Of the first; those that follow get their own. */
  readonly firstHeader: NewRevision;
  readonly date: Date;
  /** The folder of the first. */
  readonly directory: string;
  /** Nothing is going to be written, so that a file of the same name is in nobody's way. */
  readonly isPreview?: boolean;
}

export interface WrittenRevision {
  readonly revision: string;
  /** Absolute. */
  readonly path: string;
  readonly operations: readonly Operation[];
}

export interface WrittenRevisions {
  readonly revisions: readonly WrittenRevision[];
  readonly hookFailure?: GenError;
}

/**
 * Renders the files of a plan, as if nothing will be found when they are tried out, for nothing is
 * nearly always found.
 */
export class RevisionWriter {
  #headers: readonly NewRevision[] | undefined;
  #drafts: Promise<readonly Draft[]> | undefined;

  readonly #remarks: string[] = [];

  constructor(private readonly input: WriteInput) {}

  /** Whether nothing is going to be written. */
  get isPreview(): boolean {
    return this.input.isPreview === true;
  }

  /** A comment for the head of the first upgrade. */
  remark(text: string): void {
    this.#remarks.push(text);
  }

  /** Loads what rendering needs. */
  async prepare(): Promise<void> {
    await preloadRenderer(this.input.directory);
  }

  /**
   * What the files will say, loaded as `upgrade` will load them.
   *
   * @throws GenError what rendering throws; `migration_load`
   */
  async load(revisions: readonly PlannedRevision[]): Promise<readonly MigrationFile[]> {
    this.#drafts = this.#draftAll(revisions);
    return loadDrafts(await this.#drafts, this.input.config.directory);
  }

  /**
   * Writes all files or, where one cannot be rendered, none.
   *
   * @throws GenError `version_path`, `file_template`, `file_exists`, and what rendering throws
   */
  async finish(
    revisions: readonly PlannedRevision[],
    proof: Proof | undefined,
  ): Promise<WrittenRevisions> {
    const isRight =
      proof === undefined || (proof.differences.length === 0 && proof.rows === undefined);
    const drafts = await ((isRight ? this.#drafts : undefined) ?? this.#draftAll(revisions, proof));
    this.input.signal?.throwIfAborted();
    return write(drafts, this.input);
  }

  /** Under the same names whenever it is done again. */
  async #draftAll(revisions: readonly PlannedRevision[], proof?: Proof): Promise<readonly Draft[]> {
    this.#headers ??= headersOf(revisions, this.input);
    const drafts: Draft[] = [];
    for (const [index, revision] of revisions.entries()) {
      const header = this.#headers[index];
      if (header === undefined) continue;
      const remarks = {
        upgrade: [
          ...(index === 0 ? this.#remarks : []),
          ...remarksOn(proof, "upgrade", header, index === revisions.length - 1),
          ...remarksOnRows(proof?.rows, revision.upgrade),
        ],
        downgrade: remarksOn(proof, "downgrade", header, index === 0),
      };
      const besides = new Set(drafts.map(({ path }) => path));
      drafts.push(await draft({ ...this.input, besides }, revision, header, remarks));
    }
    return drafts;
  }
}

interface Draft {
  readonly header: NewRevision;
  readonly path: string;
  readonly text: string;
  readonly operations: readonly Operation[];
  readonly notes: readonly string[];
}

async function loadDrafts(
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

async function write(drafts: readonly Draft[], input: WriteInput): Promise<WrittenRevisions> {
  // Several files have one configuration.
  for (const note of new Set(drafts.flatMap(({ notes }) => notes))) input.onNote?.(note);
  for (const { path, text } of drafts) await writeNewFile(path, text);
  let hookFailure: GenError | undefined;
  for (const { path } of drafts)
    hookFailure ??= await runPostWriteHooks({ ...input, path, onOutput: input.onNote });
  return {
    revisions: drafts.map(({ header, path, operations }) => ({
      revision: header.revision,
      path,
      operations,
    })),
    ...(hookFailure && { hookFailure }),
  };
}

async function draft(
  input: WriteInput & Pick<NewFileInput, "besides">,
  planned: PlannedRevision,
  header: NewRevision,
  remarks: MigrationInput["remarks"] & object,
): Promise<Draft> {
  const { config, date } = input;
  const { upgrade, downgrade } = planned;
  const message = messageOf(planned, input.message);
  const { path, directory } = newFile({ ...input, message, header, mayExist: input.isPreview });
  const template = readTemplate(directory);
  const author = /\{\{\s*author\s*\}\}/.test(template.text)
    ? authorName(config.directory)
    : undefined;
  const notes: string[] = [];
  const text = await renderMigration({
    header: {
      ...header,
      message,
      createDate: isoDate(date, config.timezone),
      ...(author && { author }),
    },
    upgrade,
    downgrade,
    remarks,
    ...(planned.marks && { marks: planned.marks }),
    template,
    renderType: config.renderType,
    filePath: path,
    onNote: (note) => void notes.push(note),
  });
  return { header, path, text, operations: upgrade, notes };
}

function messageOf({ message, part }: PlannedRevision, asked: string): string {
  const own = message ?? asked;
  return part === undefined ? own : `${own} (${part})`;
}

/** One after the other, beside the first, in whose folder its parent lies. */
function headersOf(
  revisions: readonly PlannedRevision[],
  { graph, firstHeader }: WriteInput,
): readonly NewRevision[] {
  const headers = [firstHeader];
  while (headers.length < revisions.length) {
    const previous = headers.at(-1) ?? firstHeader;
    headers.push({
      ...newRevision(graph, { head: [] }),
      downRevision: [previous.revision],
      parents: firstHeader.parents,
    });
  }
  return headers;
}

/** @param isEnd Whether the way ends with this revision, where what is left to do is told. */
function remarksOn(
  proof: Proof | undefined,
  direction: ProofDifference["direction"],
  { revision }: NewRevision,
  isEnd: boolean,
): readonly string[] {
  return (proof?.differences ?? [])
    .filter((one) => one.direction === direction)
    .filter((one) => (one.revision === undefined ? isEnd : one.revision === revision))
    .map(({ message }) => `wrong: the ${direction} ${message}.`);
}

/** What the rows of now have against the operations of one file. */
function remarksOnRows(
  rows: RowFindings | undefined,
  upgrade: readonly Operation[],
): readonly string[] {
  if (rows === undefined) return [];
  const own = new Set(upgrade.flatMap(parts));
  return [
    ...rows.stops.filter(({ operation }) => own.has(operation)).map(describeStop),
    ...rows.untried.filter(({ operation }) => own.has(operation)).map(describeUntried),
  ].map((text) => `needs review: ${text}`);
}

function parts(operation: Operation): readonly Operation[] {
  return operation.kind === "autocommit" ? operation.operations.flatMap(parts) : [operation];
}
