/** Lists compared without regard to order: how much they have in common. */

/**
 * The items of a list as sorted numbers: two lists are compared in one walk along both. Different
 * items have the same number so rarely that a likeness can do with it.
 */
export type Bag = readonly number[];

export function bagOf(items: readonly string[]): Bag {
  return items.map(hash).sort((a, b) => a - b);
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
  const total = left.length + right.length;
  return total === 0 ? 0 : (2 * shared(left, right)) / total;
}

/** What two lists share, over what is in either (Jaccard). */
export function jaccard(left: Bag, right: Bag): number {
  const both = shared(left, right);
  const all = left.length + right.length - both;
  return all === 0 ? 0 : both / all;
}

function shared(left: Bag, right: Bag): number {
  let count = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const difference = (left[i] ?? 0) - (right[j] ?? 0);
    if (difference === 0) count += 1;
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
  }
  return count;
}

/** FNV-1a, in 32 bits. http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
