/** Lists compared without regard to order: how much they have in common. */

/** How often each item stands in a list, and how many items there are. */
export interface Bag {
  readonly counts: ReadonlyMap<string, number>;
  readonly size: number;
}

export function bagOf(items: readonly string[]): Bag {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return { counts, size: items.length };
}

/** The pairs of neighbouring letters and digits of a name. */
export function letterPairs(name: string): Bag {
  const letters = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  return bagOf(
    Array.from({ length: Math.max(letters.length - 1, 0) }, (_, index) =>
      letters.slice(index, index + 2),
    ),
  );
}

/** Twice what two lists share, over the length of both: 1 if they are equal (Dice). */
export function dice(left: Bag, right: Bag): number {
  const total = left.size + right.size;
  return total === 0 ? 0 : (2 * shared(left, right)) / total;
}

/** What two lists share, over what is in either (Jaccard). */
export function jaccard(left: Bag, right: Bag): number {
  const both = shared(left, right);
  const all = left.size + right.size - both;
  return all === 0 ? 0 : both / all;
}

function shared(left: Bag, right: Bag): number {
  const [few, many] = left.counts.size <= right.counts.size ? [left, right] : [right, left];
  let count = 0;
  for (const [item, times] of few.counts) count += Math.min(times, many.counts.get(item) ?? 0);
  return count;
}
