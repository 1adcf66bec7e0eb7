/** What a revision drops or alters although no migration of the project has made it. */
import { readFileSync } from "node:fs";
import type { Operation } from "../../operations/types.js";
import type { Revision } from "../../revisions/index.js";
import { type Recording, recordDeeds, type RecordingInput } from "../conflicts/record.js";
import { listed } from "../listed.js";
import { History } from "./history.js";
import { type Target, targetsOf } from "./targets.js";

export interface Unmigrated {
  /** For the file: a sentence at each of these operations. */
  readonly marks: ReadonlyMap<Operation, string>;
  /** For people: all of it in one sentence. */
  readonly note?: string;
}

/**
 * Looks for what the operations take away that somebody has made by hand. Reads the migrations only
 * if there is anything to look for, and records only those that mention it.
 */
export async function findUnmigrated(
  operations: readonly Operation[],
  revisions: readonly Revision[],
  input: RecordingInput,
): Promise<Unmigrated> {
  const targets = targetsOf(operations);
  if (targets.length === 0) return { marks: new Map() };
  const history = await historyOf(targets, revisions, input);
  const found = targets
    .map((target) => ({ target, unmade: target.unmade(history) }))
    .filter(({ unmade }) => unmade.length > 0);
  if (found.length === 0) return { marks: new Map() };
  const all = found.flatMap(({ unmade }) => unmade);
  return {
    marks: new Map(
      found.map(({ target, unmade }) => [target.operation, mark(target.operation, unmade)]),
    ),
    note: `This revision drops or alters what no migration of this project has made: ${listed(all)}. The file says so at each of them, and how to keep it.`,
  };
}

function mark({ kind }: Operation, unmade: readonly string[]): string {
  const isOwn = /^drop(?:Table|View|Enum|Sequence|Schema)$/.test(kind);
  const remedy = isOwn
    ? "declare it in the models, mark it with existing(), or leave it out with `tables` or `include` in the configuration"
    : "declare it in the models, or leave it out with `include` in the configuration";
  return `No migration of this project has made ${listed(unmade)}. To keep it, ${remedy}.`;
}

async function historyOf(
  targets: readonly Target[],
  revisions: readonly Revision[],
  input: RecordingInput,
): Promise<History> {
  const texts = new Map(
    revisions.map((revision) => [revision, readFileSync(revision.path, "utf8")]),
  );
  const relevant = revisions.filter((revision) => isRelevant(texts.get(revision) ?? "", targets));
  const recordings = await recorded(relevant, input);
  const sources = new Map<Recording, string>(
    relevant.flatMap((revision) => {
      const recording = recordings.get(revision);
      return recording === undefined ? [] : [[recording, texts.get(revision) ?? ""]];
    }),
  );
  return new History([...sources.keys()], (recording) => sources.get(recording) ?? "");
}

/** Renames hide under which name something was made. */
function isRelevant(text: string, targets: readonly Target[]): boolean {
  return (
    /\bop\s*\.\s*(?:rename|set\w+Schema)/.test(text) ||
    targets.some(({ names }) => text.includes(names.at(-1) ?? ""))
  );
}

/** A migration that cannot be loaded is judged by its text. */
async function recorded(
  revisions: readonly Revision[],
  input: RecordingInput,
): Promise<ReadonlyMap<Revision, Recording>> {
  if (revisions.length === 0) return new Map();
  try {
    return await recordDeeds(revisions, input);
  } catch (error) {
    const problem = String(error);
    return new Map(revisions.map((revision) => [revision, { deeds: [], problem }]));
  }
}
