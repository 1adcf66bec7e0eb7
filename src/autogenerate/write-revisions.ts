/** From planned revisions to files, each of which follows the one before. */
import { authorName } from "./author.js";
import type { GenError } from "../errors.js";
import type { Operation } from "../operations/types.js";
import {
  isoDate,
  type MigrationInput,
  preloadRenderer,
  readTemplate,
  renderMigration,
} from "../render/index.js";
import { newRevision, type NewRevision } from "../revisions/index.js";
import { newFile, writeNewFile } from "./new-file.js";
import { runPostWriteHooks } from "./post-write-hooks.js";
import type { PlannedRevision } from "./process-operations.js";
import { describeStop, describeUntried } from "./proof/ask-rows.js";
import type { Proof, ProofDifference, RowFindings } from "./proof/types.js";
import type { RevisionInput } from "./revision.js";

export interface WriteInput extends RevisionInput {
  /** Of the first; those that follow get their own. */
  readonly firstHeader: NewRevision;
  readonly date: Date;
  /** The folder of the first. */
  readonly directory: string;
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
 * Renders the files of a plan while a server tries that plan out, as if nothing will be found, for
 * nothing is nearly always found.
 */
export class RevisionWriter {
  #drafts: Promise<readonly Draft[]> | undefined;

  readonly #remarks: string[] = [];

  constructor(private readonly input: WriteInput) {}

  /** A comment for the head of the first upgrade. */
  remark(text: string): void {
    this.#remarks.push(text);
  }

  /** Loads what rendering needs. */
  async prepare(): Promise<void> {
    await preloadRenderer(this.input.directory);
  }

  begin(revisions: readonly PlannedRevision[]): void {
    this.#drafts = draftAll(this.input, revisions, this.#remarks);
    // Told by `finish`.
    this.#drafts.catch(() => undefined);
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
    const drafts = await ((isRight ? this.#drafts : undefined) ??
      draftAll(this.input, revisions, this.#remarks, proof));
    this.input.signal?.throwIfAborted();
    return write(drafts, this.input);
  }
}

interface Draft {
  readonly header: NewRevision;
  readonly path: string;
  readonly text: string;
  readonly operations: readonly Operation[];
  readonly notes: readonly string[];
}

async function draftAll(
  input: WriteInput,
  revisions: readonly PlannedRevision[],
  remarks: readonly string[],
  proof?: Proof,
): Promise<readonly Draft[]> {
  const drafts: Draft[] = [];
  for (const [index, revision] of revisions.entries()) {
    const isLast = index === revisions.length - 1;
    drafts.push(
      await draft(input, revision, drafts.at(-1), {
        upgrade: [
          ...(index === 0 ? remarks : []),
          ...(isLast ? remarksOn(proof, "upgrade") : []),
          ...remarksOnRows(proof?.rows, revision.upgrade),
        ],
        downgrade: index === 0 ? remarksOn(proof, "downgrade") : [],
      }),
    );
  }
  return drafts;
}

async function write(drafts: readonly Draft[], input: WriteInput): Promise<WrittenRevisions> {
  for (const note of drafts.flatMap(({ notes }) => notes)) input.onNote?.(note);
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
  input: WriteInput,
  planned: PlannedRevision,
  previous: Draft | undefined,
  remarks: MigrationInput["remarks"] & object,
): Promise<Draft> {
  const { config, date, firstHeader } = input;
  const { upgrade, downgrade } = planned;
  const message = messageOf(planned, input.message);
  const header = previous === undefined ? firstHeader : following(previous, input);
  const { path, directory } = newFile({ ...input, message, header });
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

/** Beside the first, in whose folder its parent lies. */
function following({ header }: Draft, { graph, firstHeader }: WriteInput): NewRevision {
  return {
    ...newRevision(graph, { head: [] }),
    downRevision: [header.revision],
    parents: firstHeader.parents,
  };
}

function remarksOn(
  proof: Proof | undefined,
  direction: ProofDifference["direction"],
): readonly string[] {
  return (proof?.differences ?? [])
    .filter((one) => one.direction === direction)
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
