/** How many names a sentence can hold. */
const most = 5;

/** @example listed(["a", "b", "c", "d", "e", "f", "g"]) // "a, b, c, d, e and 2 more" */
export function listed(names: readonly string[]): string {
  if (names.length > most)
    return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
