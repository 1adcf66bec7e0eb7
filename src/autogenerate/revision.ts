/** New migration files: from what differs, or empty for the author to fill in. */
import type { RenameAnswer, RenameQuestion } from "../compare/renames/questions.js";
import type { Rename } from "../compare/renames/renames.js";
import type { ResolvedConfig } from "../config/types.js";
import type { Connection } from "../database/connection.js";
import { ExitStatus, GenError } from "../errors.js";
import {
  isAtHeads,
  newRevision,
  type NewRevisionOptions,
  type RevisionGraph,
} from "../revisions/index.js";
import { missingBaseline } from "./baseline.js";
import { type BothSides, readBothSides } from "./both-sides.js";
import { withHeld } from "./held-rows.js";
import { readModels } from "./models.js";
import { newFile } from "./new-file.js";
import { plan } from "./plan.js";
import { type PlannedRevision, type Processed, processPlan } from "./process-operations.js";
import { prove } from "./proof/prove.js";
import type { Proof, ProofInput, ProofMode } from "./proof/types.js";
import { unloadable } from "./proof/unloadable.js";
import { withReplayed } from "./scratch/replay.js";
import { findUnmigrated } from "./unmigrated/find.js";
import { RevisionWriter, type WrittenRevision } from "./write-revisions.js";

export interface RevisionInput {
  readonly config: ResolvedConfig;
  readonly graph: RevisionGraph;
  readonly message: string;
  /** Where in the graph, and under which names. */
  readonly header?: NewRevisionOptions;
  /** A file for the author to fill in: neither models nor database are looked at. */
  readonly empty?: boolean;
  /** Opens the database; not called for an empty revision. The caller closes it. */
  readonly connect: () => Promise<Connection>;
  readonly renames?: readonly Rename[];
  /** Asked about everything that may have been renamed; without it nothing counts as renamed. */
  readonly chooseRename?: (question: RenameQuestion) => Promise<RenameAnswer>;
  /** Whether to ask about renames or tell of likely ones; by default as the configuration says. */
  readonly detectRenames?: boolean;
  /** Compare with what the migrations make of an empty database, instead of with the database. */
  readonly replay?: boolean;
  /** Where the plan is tried out; by default where the configuration says. */
  readonly prove?: ProofMode | false;
  readonly signal?: AbortSignal;
  /** One of the configured migration folders. By default the parent's, or else the first. */
  readonly versionPath?: string;
  /** For the header. By default now. */
  readonly createDate?: Date;
  readonly onNote?: (message: string) => void;
  /** What is likely to go wrong later. */
  readonly onWarning?: (message: string) => void;
}

/** The first file that was written, and all of them. */
export interface CreatedRevision extends WrittenRevision {
  /** More than one where `processOperations` has split the operations; each follows the other. */
  readonly revisions: readonly WrittenRevision[];
  readonly unconfirmedRenames: readonly Rename[];
  /** Absent if the plan was not tried out. */
  readonly proof?: Proof;
  /** What is wrong with a `postWriteHooks` program that failed. The file is there all the same. */
  readonly hookFailure?: GenError;
}

/**
 * Writes a migration file. Returns `null`, and writes nothing, when models and database do not
 * differ. A plan that the proof finds wrong is written all the same, marked with what is wrong.
 *
 * @throws GenError `database_not_at_head` (status 5) when the database has not all migrations yet;
 *   `version_path`, `file_template`, `file_exists`; and what reading models, comparing and rendering throw.
 *
 * @example
 * const created = await createRevision({ config, graph, message: "Add manufacturer", connect });
 */
export async function createRevision(input: RevisionInput): Promise<CreatedRevision | null> {
  const header = newRevision(input.graph, input.header);
  const date = input.createDate ?? new Date();
  // A file that cannot be written is no reason to compare anything.
  const { directory } = newFile({ ...input, header, date });
  const writer = new RevisionWriter({ ...input, firstHeader: header, date, directory });
  const changes = input.empty ? nothing : await findChanges(input, writer);
  if (changes === undefined) return null;
  const { revisions, hookFailure } = await writer.finish(changes.revisions, changes.proof);
  const [first] = revisions;
  if (first === undefined) return null;
  return {
    ...first,
    revisions,
    unconfirmedRenames: changes.unconfirmedRenames,
    ...(changes.proof && { proof: changes.proof }),
    ...(hookFailure && { hookFailure }),
  };
}

/** What a new migration would hold. */
export interface Changes {
  /** More than one where `processOperations` has split the operations. */
  readonly revisions: readonly PlannedRevision[];
  readonly unconfirmedRenames: readonly Rename[];
  /** Absent if the plan was not tried out. */
  readonly proof?: Proof;
}

/**
 * What {@link createRevision} would write, and writes nothing; `undefined` when nothing differs.
 *
 * @throws GenError as `createRevision` does, but for what concerns the file
 */
export async function previewRevision(input: RevisionInput): Promise<Changes | undefined> {
  const header = newRevision(input.graph, input.header);
  const date = input.createDate ?? new Date();
  const { directory } = newFile({ ...input, header, date, mayExist: true });
  const write = { ...input, firstHeader: header, date, directory, isPreview: true };
  return findChanges(input, new RevisionWriter(write));
}

const nothing: Changes = {
  revisions: [{ upgrade: [], downgrade: [] }],
  unconfirmedRenames: [],
};

async function findChanges(
  input: RevisionInput,
  writer: RevisionWriter,
): Promise<Changes | undefined> {
  const { config, graph, replay = false } = input;
  // Read while other programs work; what is wrong with it is told when it is used.
  writer.prepare().catch(() => undefined);
  if (replay) {
    // The bundler is another process: the migrations run while it works.
    const models = readModels(config);
    models.catch(() => undefined);
    return withReplayed({ ...input, target: "heads" }, async (replayed) =>
      compareWith(
        { connection: replayed.connection, models: await models },
        { ...input, config: replayed.config },
        writer,
      ),
    );
  }
  const sides = await readBothSides(input);
  refuseOutdatedDatabase(sides.rows, graph);
  return compareWith(sides, input, writer);
}

async function compareWith(
  sides: Pick<BothSides, "connection" | "models"> & Partial<Pick<BothSides, "reading">>,
  input: RevisionInput,
  writer: RevisionWriter,
): Promise<Changes | undefined> {
  const { config, graph, onNote } = input;
  const { connection, models, reading } = sides;
  const asked = input.chooseRename;
  // What the migrations make of an empty database holds no rows, and that says nothing.
  const chooseRename = asked && !input.replay ? withHeld(connection, asked) : asked;
  const found = await plan({
    connection,
    config,
    models,
    ...(reading && { reading }),
    migrationFiles: graph.revisions.map((revision) => revision.path),
    ...(input.renames && { renames: input.renames }),
    ...(chooseRename && { chooseRename }),
    detectRenames: input.detectRenames ?? config.renames !== "off",
  });
  for (const note of found.notes) onNote?.(note);
  const processed = await processPlan(found, config.processOperations);
  for (const note of processed.notes) onNote?.(note);
  if (graph.revisions.length === 0 && input.replay !== true) {
    const isWritten = processed.revisions.length > 0 && !writer.isPreview;
    const missing = missingBaseline(found.seen.desired, found.seen.before, {
      isWritten,
      schemas: config.schemas,
    });
    if (missing !== undefined) input.onWarning?.(missing.warning);
    if (missing !== undefined) writer.remark(missing.remark);
  }
  if (processed.revisions.length === 0) return undefined;
  const revisions = await marked(processed.revisions, input);
  const changes = { revisions, unconfirmedRenames: found.unconfirmedRenames };
  const mode = input.prove ?? config.prove;
  if (mode === false) return changes;
  const files = await writer.load(revisions).catch(unloadable);
  const { seen } = found;
  const proof =
    "proven" in files
      ? files
      : await proveFiles(input, { ...processed, files, seen, connection, mode });
  for (const note of proof.notes) onNote?.(note);
  return { ...changes, proof };
}

type ToProve = Pick<ProofInput, "files" | "seen" | "connection"> & { readonly mode: ProofMode };

function proveFiles(input: RevisionInput, planned: Processed & ToProve): Promise<Proof> {
  const { config } = input;
  const { upgrade, downgrade, files, seen, connection, mode, isWhole } = planned;
  return prove({
    ...input,
    upgrade,
    downgrade,
    files,
    seen,
    reaches: isWhole,
    connection,
    url: config.database,
    directory: config.directory,
    ...(config.casing && { casing: config.casing }),
    mode,
  });
}

/** With what no migration has made. All that a replay finds has been made by one. */
async function marked(
  revisions: readonly PlannedRevision[],
  { config, graph, replay, onNote, onWarning = onNote }: RevisionInput,
): Promise<readonly PlannedRevision[]> {
  if (replay) return revisions;
  const operations = revisions.flatMap(({ upgrade }) => upgrade);
  const { marks, note } = await findUnmigrated(operations, graph.revisions, config);
  if (note !== undefined) onWarning?.(note);
  return marks.size === 0 ? revisions : revisions.map((revision) => ({ ...revision, marks }));
}

function refuseOutdatedDatabase(rows: readonly string[], graph: RevisionGraph): void {
  if (isAtHeads(graph, rows)) return;
  const heads = graph.realHeads().map((head) => head.revision);
  const at = rows.length === 0 ? "no revision yet" : `revision ${rows.join(", ")}`;
  throw new GenError("database_not_at_head", "Target database is not up to date.", {
    hint: `It is at ${at}, and the newest is ${heads.join(", ")}: run \`gen upgrade ${heads.length > 1 ? "heads" : "head"}\` first.`,
    status: ExitStatus.integrity,
  });
}
