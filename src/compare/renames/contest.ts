/** Everything that goes against everything that comes. */
import type { QualifiedName } from "../../schema/types.js";
import type { Likeness } from "./likeness.js";
import type { Rename, RenameKind } from "./renames.js";

export interface Contest {
  readonly kind: RenameKind;
  /** The table or enum that the things belong to. */
  readonly owner?: QualifiedName;
  /** The likeliest first. */
  readonly pairs: readonly Pair[];
  /** What a pair would be. */
  meaning(pair: Pair): PairMeaning;
}

/** Something that goes and something that comes: the same number for the same thing. */
export interface Pair {
  readonly from: number;
  readonly to: number;
  readonly likeness: number;
}

export interface PairMeaning {
  /** In the names of the schemas that were compared. */
  readonly rename: Rename;
  /** Of a column: that it would have to become another type. */
  readonly typeChange?: { readonly from: string; readonly to: string };
}

export interface Contestants<T, Traits> {
  readonly kind: RenameKind;
  readonly owner?: QualifiedName;
  readonly removed: readonly T[];
  readonly added: readonly T[];
  /** Of what goes, and of what comes. */
  readonly traits: readonly [(item: T) => Traits, (item: T) => Traits];
  readonly likeness: (from: Traits, to: Traits) => Likeness;
  readonly rename: (from: T, to: T) => Rename;
  readonly typeChange?: (from: T, to: T) => PairMeaning["typeChange"];
  readonly least: number;
}

/** None, where nothing can have become anything. */
export function contest<T, Traits>(given: Contestants<T, Traits>): readonly Contest[] {
  const { kind, owner, removed, added } = given;
  const pairs = pairsOf(given);
  if (pairs.length === 0) return [];
  const meaning = (pair: Pair): PairMeaning => {
    const from = at(removed, pair.from);
    const to = at(added, pair.to);
    const typeChange = given.typeChange?.(from, to);
    return { rename: given.rename(from, to), ...(typeChange && { typeChange }) };
  };
  return [{ kind, ...(owner && { owner }), pairs, meaning }];
}

function pairsOf<T, Traits>({
  removed,
  added,
  traits,
  likeness,
  least,
}: Contestants<T, Traits>): readonly Pair[] {
  if (removed.length === 0 || added.length === 0) return [];
  const before = removed.map(traits[0]);
  const after = added.map(traits[1]);
  const pairs: Pair[] = [];
  before.forEach((left, from) =>
    after.forEach((right, to) => {
      const alike = likeness(left, right);
      if (alike !== undefined && alike >= least) pairs.push({ from, to, likeness: alike });
    }),
  );
  // What is equally alike stays in the order of the database and the models.
  return pairs.sort((a, b) => b.likeness - a.likeness);
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`There is no item ${index}.`);
  return item;
}
