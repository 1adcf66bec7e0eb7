/**
 * The questions before a plan: is an added object new, or was it renamed? Pure: no input or output.
 */
import { usageError } from "../../errors.js";
import type { Schema } from "../../schema/types.js";
import { applyRenames } from "./apply.js";
import { type Contest, contestFinders, type Pair } from "./contests.js";
import { LIKELY } from "./likeness.js";
import type { Translation } from "./names.js";
import { formatRename, type Renamable, type Rename, renameTo } from "./rename.js";

/** Is this object new, or was it one of the candidates? */
export interface RenameQuestion {
  /** The added object, by its name in the models. */
  readonly added: Pair["to"];
  /** Removed objects that it may have been, at least one. The most likely comes first. */
  readonly candidates: readonly RenameCandidate[];
  /** How many other objects of its kind and place will be asked about afterwards. */
  readonly othersAdded: number;
}

export interface RenameCandidate {
  /** By old names, as `--rename` takes it. */
  readonly rename: Rename;
  /** Whether it looks like a rename and no other candidate comes close. True for at most one. */
  readonly isSure: boolean;
  /** Whether it looks like a rename. Others may, too. */
  readonly isLikely: boolean;
  /** Set if the rename of a column also changes its type. */
  readonly typeChange?: { readonly from: string; readonly to: string };
  /** Rows or values that are lost if this is not a rename. Absent if not counted. */
  readonly held?: Held;
}

export interface Held {
  readonly count: number;
  /** `false` for PostgreSQL's estimate of the table's rows. */
  readonly isExact: boolean;
}

/** The rename of one of the candidates, or `"new"`. */
export type RenameAnswer = Rename | "new";

type Questions = Generator<RenameQuestion, readonly Rename[], RenameAnswer>;

/**
 * Asks about every object that may have been renamed, most likely pairs first: schemas, roles,
 * enums, tables, columns, enum values, sequences, views, policies. Each kind takes earlier answers
 * into account. Returns all renames, in old names.
 *
 * @param given renames that are certain
 * @param least omits candidates with a lower likeness
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
 * All likely (or certain) renames besides `given`, as `--rename` takes them. They are suggested,
 * never assumed, because a wrong guess loses data or keeps the wrong data.
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

/** Asks until no removed object, or no added object, is left. */
function* settle(contest: Contest, before: Translation): Questions {
  const taken = new Set<Renamable>();
  const renames: Rename[] = [];
  let othersAdded = new Set(contest.map(({ to }) => to)).size;
  for (const first of contest) {
    if (taken.has(first.from) || taken.has(first.to)) continue;
    // More likely pairs have taken one of the two.
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

/** The likeness of a certain pair, and its lead over rivals: more than a position gives. */
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
