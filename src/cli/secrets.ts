/**
 * Takes every password out of a text that is about to be shown: what stands between user and
 * host of a URL (to the last `@`, because an unescaped password may hold one), and what follows
 * `password=` in a URL's query or in libpq's key=value form.
 *
 * @example
 * hidePasswords("cannot reach postgres://app:s3cret@db/app"); // "cannot reach postgres://app:***@db/app"
 */
export function hidePasswords(text: string): string {
  if (!text.includes("://") && !/password/i.test(text)) return text;
  return text
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*):[^\s"'`]*@/gi, "$1:***@")
    .replace(/([?&\s]password=)('(?:[^'\\]|\\.)*'|[^\s&"'`]+)/gi, "$1***");
}

/** The same for every string inside a JSON value. */
export function hidePasswordsIn(value: unknown): unknown {
  if (typeof value === "string") return hidePasswords(value);
  if (Array.isArray(value)) return value.map(hidePasswordsIn);
  if (value === null || typeof value !== "object" || "toJSON" in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, hidePasswordsIn(v)]));
}
