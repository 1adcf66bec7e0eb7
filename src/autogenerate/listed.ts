/** @example listed(["a", "b", "c", "d", "e", "f", "g"]) // "a, b, c, d, e and 2 more" */
export function listed(names: readonly string[], { most = 5, last = " and " } = {}): string {
  if (names.length > most)
    return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].filter(Boolean).join(last);
}
