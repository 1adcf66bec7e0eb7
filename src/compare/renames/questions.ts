/**
 * What has to be known before a plan can be made: of everything that comes, whether it is new or
 * something that goes, renamed. Pure: questions out, answers in.
 */
import { usageError } from "../../errors.js";
import type { Schema } from "../../schema/types.js";
import { applyRenames } from "./apply.js";
import { type Contest, contestFinders, type Pair } from "./contests.js";
import { LIKELY } from "./likeness.js";
import type { Translation } from "./names.js";
import { formatRename, type Renamable, type Rename, renameTo } from "./rename.js";

/** “Is this new, or was it one of those?” */
export interface RenameQuestion {
  /** What comes, in the names of the models. */
  readonly added: Pair["to"];
  /** What goes and may have become it; the likeliest first, and at least one. */
  readonly candidates: readonly RenameCandidate[];
  /** How many others of its kind come in the same place, and are asked about afterwards. */
  readonly othersAdded: number;
}

export interface RenameCandidate {
  /** In the names of before the revision, as `--rename` takes it. */
  readonly rename: Rename;
  /** Whether it looks like a rename, and nothing else comes close: true for one at most. */
  readonly isSure: boolean;
  /** Whether it looks like a rename; there may be others. */
  readonly isLikely: boolean;
  /** Of a column: the rename changes its type, too. */
  readonly typeChange?: { readonly from: string; readonly to: string };
  /** What is lost if it is no rename: rows of a table, values of a column. Absent if not counted. */
  readonly held?: Held;
}

export interface Held {
  readonly count: number;
  /** False for PostgreSQL's estimate of the table's rows. */
  readonly isExact: boolean;
}

/** The rename of one of the candidates, or that what comes is new. */
export type RenameAnswer = Rename | "new";

type Questions = Generator<RenameQuestion, readonly Rename[], RenameAnswer>;

/**
 * Asks about everything that may have been renamed, once and the likeliest first: schemas, roles,
 * enums, tables, columns, enum values, sequences, views, policies. Each kind knows the answers
 * before it. Returns all renames, in the names of before the revision.
 *
 * @param given Renames that are certain.
 * @param least Leaves out candidates that are less alike.
 * @throws GenError `rename_answer`, and what {@link applyRenames} throws
 */
export function* renameQuestions(
  actual: Schema,
  desired: Schema,
  given: readonly Rename[] = [],
  least = Number.NEGATIVE_INFINITY,
): Questions {
  const decided = [...given];
  let current = applyRenames(actual, decided, desired);
  for (const find of contestFinders) {
    const known = decided.length;
    for (const contest of find(current.schema, desired, least))
      decided.push(...(yield* settle(contest, current.names.before)));
    if (decided.length > known) current = applyRenames(actual, decided, desired);
  }
  return decided;
}

/**
 * All likely (or sure) renames besides `given`, as `--rename` takes them. They are told, never
 * assumed, because a wrong guess either loses data or keeps the wrong data.
 */
export function likelyRenames(
  actual: Schema,
  desired: Schema,
  given: readonly Rename[] = [],
  certainty: "likely" | "sure" = "likely",
): readonly Rename[] {
  const questions = renameQuestions(actual, desired, given, LIKELY);
  let next = questions.next();
  while (next.done !== true) {
    const [first] = next.value.candidates;
    const isTaken = first !== undefined && (certainty === "likely" || first.isSure);
    next = questions.next(isTaken ? first.rename : "new");
  }
  return next.value.slice(given.length);
}

/** Asks until nothing that goes, or nothing that comes, is left. */
function* settle(contest: Contest, before: Translation): Questions {
  const taken = new Set<Renamable>();
  const renames: Rename[] = [];
  let othersAdded = new Set(contest.map(({ to }) => to)).size;
  for (const first of contest) {
    if (taken.has(first.from) || taken.has(first.to)) continue;
    // What is likelier for the same thing has been taken.
    const rivals = contest.filter(
      ({ from, to }) =>
        (from === first.from || to === first.to) && !taken.has(from) && !taken.has(to),
    );
    const isClose = (rival: Pair): boolean =>
      rival !== first && rival.likeness > first.likeness - MARGIN;
    const isSure = first.likeness >= SURE && !rivals.some(isClose);
    const open = rivals.filter(({ to }) => to === first.to);
    const candidates = open.map(({ from, to, likeness, typeChange }) => ({
      rename: renameTo(before.ref(from), to),
      isSure: isSure && from === first.from,
      isLikely: likeness >= LIKELY,
      ...(typeChange && { typeChange }),
    }));
    othersAdded -= 1;
    const answer = yield { added: first.to, candidates, othersAdded };
    taken.add(first.to);
    if (answer === "new") continue;
    const chosen = chosenOf(candidates, answer);
    const pair = open[candidates.indexOf(chosen)];
    if (pair !== undefined) taken.add(pair.from);
    renames.push(chosen.rename);
  }
  return renames;
}

/** How alike a sure pair is, and how much less every rival: more than a column's place says. */
const SURE = 0.75;
const MARGIN = 0.25;

function chosenOf<C extends RenameCandidate>(candidates: readonly C[], answer: Rename): C {
  const wanted = formatRename(answer);
  const chosen = candidates.find(({ rename }) => formatRename(rename) === wanted);
  if (chosen !== undefined) return chosen;
  const examples = candidates.slice(0, 3).map(({ rename }) => formatRename(rename));
  throw usageError(
    "rename_answer",
    `"${wanted}" is not a valid answer.`,
    `Answer "new" or the rename of a candidate, such as ${examples.join(", ")}.`,
  );
}
