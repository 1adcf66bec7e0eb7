/** Questions about renames as programs get them: names as text, renames as `renames` takes them. */
import type { RenameAnswer, RenameQuestion as Question } from "../compare/renames/questions.js";
import { formatRename, parseRename } from "../compare/renames/syntax.js";
import type { RenamableKind, Rename } from "../compare/renames/rename.js";
import { defined } from "../defined.js";
import { displayRef } from "../schema/object-ref.js";

/** Something that comes, and may be something that goes, renamed. */
export interface RenameQuestion {
  readonly kind: RenamableKind;
  /** What comes: `public.people.family_name`. */
  readonly added: string;
  /** What it may have been; the likeliest first, and at least one. */
  readonly candidates: readonly RenameCandidate[];
}

export interface RenameCandidate {
  /** The answer that takes it: `column:people.last_name=family_name`. */
  readonly rename: string;
  /** Whether it looks like a rename, and nothing else comes close. */
  readonly isSure: boolean;
  /** The rename of a column that changes its type as well. */
  readonly typeChange?: { readonly from: string; readonly to: string };
  /**
   * What is lost if it was none: rows of a table, values of a column. An estimate of the rows where
   * there are many; absent where they cannot be counted.
   */
  readonly held?: { readonly count: number; readonly isExact: boolean };
}

/** The `rename` of a candidate, or that what comes is new. */
export type ChooseRename = (question: RenameQuestion) => string | Promise<string>;

export function asChooser(choose: ChooseRename): (question: Question) => Promise<RenameAnswer> {
  return async ({ added, candidates }) => {
    const answer = await choose({
      kind: added.kind,
      added: displayRef(added),
      candidates: candidates.map(({ rename, isSure, typeChange, held }) =>
        defined({ rename: formatRename(rename), isSure, typeChange, held }),
      ),
    });
    return answer === "new" ? answer : parseRename(answer);
  };
}

export function likelyRenameNotice(renames: readonly Rename[]): string {
  const list = renames.map((rename) => `"${formatRename(rename)}"`).join(", ");
  return `The migration drops and creates objects that may have been renamed. If so, delete the file and pass renames: [${list}].`;
}
