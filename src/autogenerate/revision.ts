/** Writes new migrations: from differences, or empty for the author to fill in. */
import type { RenameAnswer, RenameQuestion } from "../compare/renames/questions.js";
import type { Rename } from "../compare/renames/rename.js";
import type { Connection } from "../database/connection.js";
import { defined } from "../defined.js";
import { GenError, integrityError } from "../errors.js";
import { isBuildFailure } from "../loader/build-failure.js";
import { preloadRenderer } from "../render/migration.js";
import type { RevisionGraph } from "../revisions/graph.js";
import { isAtHeads } from "../revisions/history.js";
import { newRevision, type NewRevisionOptions } from "../revisions/new-revision.js";
import { displayName, nameKey } from "../schema/identifiers.js";
import { type BothSides, readBothSides } from "./both-sides.js";
import { createdOnce } from "./created.js";
import {
  type Draft,
  draftFiles,
  type DraftInput,
  loadDrafts,
  type Place,
  withHeaders,
  writeDrafts,
  type WrittenRevision,
} from "./drafts.js";
import { withHeld } from "./held-rows.js";
import { listed } from "./listed.js";
import { newFile } from "./new-file.js";
import { readModels } from "./plan/models.js";
import { plan } from "./plan/plan.js";
import { type PlannedRevision, processPlan } from "./process-operations.js";
import { prove } from "./proof/prove.js";
import type { Proof, ProofMode, Seen } from "./proof/types.js";
import { withReplayed } from "./scratch/replay.js";
import { findUnmigrated } from "./unmigrated/find.js";

export interface RevisionInput extends DraftInput {
  readonly header?: NewRevisionOptions;
  /** Writes an empty migration, and reads neither the models nor the database. */
  readonly empty?: boolean;
  readonly connect: () => Promise<Connection>;
  readonly renames?: readonly Rename[];
  /** Called for everything that may have been renamed. Without it, nothing counts as renamed. */
  readonly chooseRename?: (question: RenameQuestion) => Promise<RenameAnswer>;
  readonly detectRenames?: boolean;
  /** Compares with the result of all migrations instead of the database. */
  readonly replay?: boolean;
  readonly prove?: ProofMode | false;
  readonly onWarning?: (message: string) => void;
}

export interface CreatedRevision extends WrittenRevision {
  readonly revisions: readonly WrittenRevision[];
  readonly unconfirmedRenames: readonly Rename[];
  /** Absent if the plan was not proven. */
  readonly proof?: Proof;
  /** The error of a `postWriteHooks` program. The file exists all the same. */
  readonly hookFailure?: GenError;
}

/** Returns `null` if nothing differs. A plan that is proven wrong is written, with comments. */
export async function createRevision(input: RevisionInput): Promise<CreatedRevision | null> {
  const changes = await findChanges(input, placeOf(input, false));
  if (changes === undefined) return null;
  const { drafts, unconfirmedRenames, proof } = changes;
  input.signal?.throwIfAborted();
  const hookFailure = await writeDrafts(drafts, input);
  const revisions = drafts.map(({ revision, path, operations }) => ({
    revision,
    path,
    operations,
  }));
  const [first] = revisions;
  if (first === undefined) return null;
  return { ...first, revisions, unconfirmedRenames, ...defined({ proof, hookFailure }) };
}

export interface Changes {
  readonly drafts: readonly Draft[];
  readonly unconfirmedRenames: readonly Rename[];
  readonly proof?: Proof;
}

/** What {@link createRevision} would write; `undefined` if nothing differs. */
export async function previewRevision(input: RevisionInput): Promise<Changes | undefined> {
  return findChanges(input, placeOf(input, true));
}

/** Where a new file goes. If it cannot be written, a preview is still possible. */
function placeOf(input: RevisionInput, isPreview: boolean): Place {
  const header = newRevision(input.graph, input.header);
  const date = new Date();
  const { directory } = newFile({ ...input, header, date, mayExist: isPreview });
  return { header, date, directory, isPreview };
}

async function findChanges(input: RevisionInput, place: Place): Promise<Changes | undefined> {
  const { graph, config, replay = false } = input;
  if (input.empty === true) {
    const revisions = [{ header: place.header, upgrade: [], downgrade: [] }];
    const drafts = await draftFiles(input, { ...place, revisions, remarks: [] });
    return { drafts, unconfirmedRenames: [] };
  }
  // Read while other programs work. An error in it is reported when it is used.
  preloadRenderer(place.directory).catch(() => undefined);
  if (!replay) {
    const sides = await readBothSides(input);
    refuseOutdatedDatabase(sides.rows, graph);
    return changesBetween(sides, input, place);
  }
  // The bundler is another process: the migrations run while it works.
  const models = readModels(config);
  models.catch(() => undefined);
  const created = createdOnce(graph.revisions.map((revision) => revision.path));
  return withReplayed({ ...input, target: "heads" }, async ({ connection, config: own }) =>
    changesBetween({ connection, models: await models, created }, { ...input, config: own }, place),
  );
}

type Sides = Omit<BothSides, "rows" | "reading"> & Partial<Pick<BothSides, "reading">>;

async function changesBetween(
  { connection, models, reading, created }: Sides,
  input: RevisionInput,
  place: Place,
): Promise<Changes | undefined> {
  const { config, graph, replay = false, renames, chooseRename: asked, onNote, signal } = input;
  // A scratch database has no rows, and that means nothing.
  const chooseRename = asked && !replay ? withHeld(connection, asked) : asked;
  const found = await plan({
    ...defined({ reading, renames, chooseRename }),
    connection,
    config,
    models,
    created,
    detectRenames: input.detectRenames ?? config.renames !== "off",
  });
  const { seen, unconfirmedRenames } = found;
  for (const note of found.notes) onNote?.(note);
  const processed = await processPlan(found, config.processOperations);
  const { upgrade, downgrade, isWhole: reaches } = processed;
  for (const note of processed.notes) onNote?.(note);
  const isFirst = graph.revisions.length === 0 && !replay;
  const isWritten = processed.revisions.length > 0 && !place.isPreview;
  const missing = isFirst ? missingBaseline(seen, isWritten, config.schemas) : undefined;
  if (missing !== undefined) input.onWarning?.(missing.warning);
  if (processed.revisions.length === 0) return undefined;
  const revisions = withHeaders(await marked(processed.revisions, input), place.header, input);
  const planned = { ...place, revisions, remarks: missing === undefined ? [] : [missing.remark] };
  const drafts = await draftFiles(input, planned);
  const mode = input.prove ?? config.prove;
  if (mode === false) return { drafts, unconfirmedRenames };
  const { database: url, directory, casing } = config;
  const files = await loadDrafts(drafts, directory).catch(unloadable);
  const options = { connection, url, directory, mode, seen, ...defined({ casing, signal }) };
  const proof =
    "proven" in files ? files : await prove({ upgrade, downgrade, reaches, files, ...options });
  for (const note of proof.notes) onNote?.(note);
  const isRight = proof.differences.length === 0 && !proof.rows;
  const marking = isRight ? drafts : await draftFiles(input, planned, proof);
  return { drafts: marking, unconfirmedRenames, proof };
}

/** Adds what no migration has created. Everything that a replay finds was created by one. */
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

/** An error while the file loads may be harmless here. A broken build is the template's fault. */
function unloadable(error: unknown): Proof {
  if (!(error instanceof GenError) || error.code !== "migration_load") throw error;
  const message = `cannot be loaded: ${error.message.replace(/\.$/, "")}`;
  const none = { proven: false, where: null, durationMs: 0, notes: [] };
  return isBuildFailure(error.cause)
    ? { ...none, differences: [{ direction: "upgrade", message }] }
    : { ...none, differences: [], reason: `the file ${message}` };
}

function refuseOutdatedDatabase(rows: readonly string[], graph: RevisionGraph): void {
  if (isAtHeads(graph, rows)) return;
  const heads = graph.realHeads().map((head) => head.revision);
  const at = rows.length === 0 ? "no revision yet" : `revision ${rows.join(", ")}`;
  const hint = `It is at ${at}, and the newest is ${heads.join(", ")}: run \`gen upgrade ${heads.length > 1 ? "heads" : "head"}\` first.`;
  throw integrityError("database_not_at_head", "Target database is not up to date.", hint);
}

/** A first migration that is not a baseline has only the differences: a new database needs more. */
export function missingBaseline(
  { desired, before }: Pick<Seen, "desired" | "before">,
  isWritten: boolean,
  schemas: readonly string[] = ["public"],
): { readonly warning: string; readonly remark: string } | undefined {
  const there = new Set(before.tables.map(nameKey));
  const unmade = desired.tables.filter((table) => there.has(nameKey(table)));
  if (unmade.length === 0) return undefined;
  const ours = unmade.filter(({ schema }) => schemas.includes(schema));
  const names = listed((ours.length > 0 ? ours : unmade).map(displayName));
  const start = `No migration creates ${names}:`;
  const commands = `  gen revision --replay -m "Baseline"\n  gen stamp head`;
  if (ours.length === 0)
    return {
      warning: `${start} a new database needs them before it can be migrated.
If they are managed elsewhere, mark them with \`existing(…)\` in the models. If they belong to this project, begin with a baseline:
${commands}`,
      remark: `${start} a new database needs them before it can run this file.`,
    };
  return {
    warning: isWritten
      ? `${start} the database has them already. The file contains only the differences from this database, so a new database cannot run it.
To begin with a baseline, delete the file, make the models match the database, and run
${commands}\nThen change the models and run \`gen revision\` again.`
      : `${start} the database has them already, and a new database would lack them. To write a baseline, run\n${commands}`,
    remark: `${start} a new database cannot run this file. Begin with a baseline: gen revision --replay, gen stamp head.`,
  };
}
