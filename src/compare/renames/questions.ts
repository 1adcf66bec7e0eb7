/**
 * What has to be known before a plan can be made: of everything that comes, whether it is new or
 * something that goes, renamed. Pure: questions out, answers in.
 */
import { ExitStatus, GenError } from "../../errors.js";
import type { QualifiedName, Schema } from "../../schema/types.js";
import { LIKELY } from "./likeness.js";
import type { Contest, Pair, PairMeaning } from "./contest.js";
import { contestFinders } from "./contests.js";
import { formatRename } from "./syntax.js";
import { inNamesBefore } from "./terms.js";
import { applyRenames, type Rename, type RenameKind } from "./renames.js";
import type { RenameStep } from "./steps.js";

/** “Is this new, or was it one of those?” */
export interface RenameQuestion {
  readonly kind: RenameKind;
  /** What comes, as the models call it. */
  readonly added: string | QualifiedName;
  /** The table or enum that it belongs to, as the models call it. */
  readonly owner?: QualifiedName;
  /** What goes and may have become it; the likeliest first, and at least one. */
  readonly candidates: readonly RenameCandidate[];
  /** How many others of its kind come in the same place, and are asked about afterwards. */
  readonly othersAdded: number;
}

export interface RenameCandidate {
  /** In the names of before the revision, as `--rename` takes it. */
  readonly rename: Rename;
  /** Whether it looks like a rename, and nothing else comes close. At most one candidate is sure. */
  readonly isSure: boolean;
  /** Whether it looks like a rename; there may be others. */
  readonly isLikely: boolean;
  /** Of a column: the rename changes its type, too. */
  readonly typeChange?: { readonly from: string; readonly to: string };
  /** What is lost if it was none: rows of a table, values of a column. Absent if nobody looked. */
  readonly held?: Held;
}

export interface Held {
  readonly count: number;
  /** False for PostgreSQL's estimate of the table's rows. */
  readonly isExact: boolean;
}

/** The rename of one of the candidates, or that what comes is new. */
export type RenameAnswer = Rename | "new";

/**
 * Asks about everything that may have been renamed: schemas and roles, enums, tables, columns, values
 * of enums, sequences, views, policies, each kind knowing the answers about those before it. Within a
 * kind the likeliest rename is asked about first, and what an answer has taken is offered no more.
 *
 * Everything that comes is asked about at most once, and never where nothing is left that it could
 * have been. Returns all renames, in the names of before the revision.
 *
 * @param given Renames that are certain.
 * @param least Leaves out candidates that are less alike.
 * @throws GenError `rename_answer` for an answer that is no candidate's, and what
 *   {@link applyRenames} throws
 *
 * @example
 * const questions = renameQuestions(actual, desired);
 * for (let next = questions.next(); !next.done; next = questions.next("new")) …
 */
export function* renameQuestions(
  actual: Schema,
  desired: Schema,
  given: readonly Rename[] = [],
  least = Number.NEGATIVE_INFINITY,
): Generator<RenameQuestion, readonly Rename[], RenameAnswer> {
  const decided = [...given];
  let current = applyRenames(actual, decided, desired);
  for (const find of contestFinders) {
    const known = decided.length;
    for (const contest of find(current.schema, desired, least))
      decided.push(...(yield* settle(contest, current.steps)));
    if (decided.length > known) current = applyRenames(actual, decided, desired);
  }
  return decided;
}

/** Asks until nothing that goes, or nothing that comes, is left. */
function* settle(
  contest: Contest,
  steps: readonly RenameStep[],
): Generator<RenameQuestion, readonly Rename[], RenameAnswer> {
  const rivals = rivalsIn(contest.pairs);
  const taken: Taken = { from: new Set(), to: new Set() };
  const renames: Rename[] = [];
  for (const first of contest.pairs) {
    if (taken.to.has(first.to) || taken.from.has(first.from)) continue;
    // What is likelier for the same thing has been taken.
    const open = rivals.to(first.to).filter((pair) => !taken.from.has(pair.from));
    const isSure = isBeyondDoubt(first, rivals, taken);
    const candidates = open.map((pair) => ({
      ...candidateOf(contest.meaning(pair), steps),
      isSure: isSure && pair === first,
      isLikely: pair.likeness >= LIKELY,
    }));
    const answer = yield {
      kind: contest.kind,
      added: contest.meaning(first).rename.to,
      ...(contest.owner && { owner: contest.owner }),
      candidates,
      othersAdded: rivals.comeBesides(taken.to) - 1,
    };
    taken.to.add(first.to);
    if (answer === "new") continue;
    const chosen = chosenOf(candidates, answer);
    const pair = open[candidates.indexOf(chosen)];
    if (pair !== undefined) taken.from.add(pair.from);
    renames.push(chosen.rename);
  }
  return renames;
}

interface Taken {
  readonly from: Set<number>;
  readonly to: Set<number>;
}

interface Rivals {
  /** The pairs of what goes, or of what comes; the likeliest first. */
  from(id: number): readonly Pair[];
  to(id: number): readonly Pair[];
  comeBesides(taken: ReadonlySet<number>): number;
}

function rivalsIn(pairs: readonly Pair[]): Rivals {
  const from = new Map<number, Pair[]>();
  const to = new Map<number, Pair[]>();
  for (const pair of pairs) {
    put(from, pair.from, pair);
    put(to, pair.to, pair);
  }
  return {
    from: (id) => from.get(id) ?? [],
    to: (id) => to.get(id) ?? [],
    comeBesides: (taken) => to.size - taken.size,
  };
}

function put(lists: Map<number, Pair[]>, id: number, pair: Pair): void {
  const list = lists.get(id);
  if (list === undefined) lists.set(id, [pair]);
  else list.push(pair);
}

/**
 * So much alike a pair has to be, and so much less every other pair of either of the two: more than
 * the place of a column alone can make out.
 */
const SURE = 0.75;
const MARGIN = 0.25;

function isBeyondDoubt(pair: Pair, rivals: Rivals, taken: Taken): boolean {
  if (pair.likeness < SURE) return false;
  const comesClose = (other: Pair): boolean =>
    other !== pair &&
    other.likeness > pair.likeness - MARGIN &&
    !taken.from.has(other.from) &&
    !taken.to.has(other.to);
  return !rivals.from(pair.from).some(comesClose) && !rivals.to(pair.to).some(comesClose);
}

function candidateOf(
  { rename, typeChange }: PairMeaning,
  steps: readonly RenameStep[],
): Pick<RenameCandidate, "rename" | "typeChange"> {
  return { rename: inNamesBefore(rename, steps), ...(typeChange && { typeChange }) };
}

function chosenOf(candidates: readonly RenameCandidate[], answer: Rename): RenameCandidate {
  const wanted = formatRename(answer);
  const chosen = candidates.find(({ rename }) => formatRename(rename) === wanted);
  if (chosen !== undefined) return chosen;
  throw new GenError("rename_answer", `"${wanted}" is no answer to what was asked.`, {
    hint: `Answer "new" or the rename of a candidate, such as ${candidates
      .slice(0, 3)
      .map(({ rename }) => formatRename(rename))
      .join(", ")}.`,
    status: ExitStatus.usage,
  });
}
