/** Which names occur in SQL. */

/**
 * Whether SQL text mentions names: rather once too often, as in a comment or as the name of
 * something else, than not at all.
 */
export class Mentions {
  private readonly words = new Set<string>();

  constructor(private text = "") {
    this.add(text);
  }

  add(text: string): void {
    this.text += `\n${text}`;
    for (const [word] of text.matchAll(/[\p{L}_][\p{L}\p{N}_$]*/gu))
      this.words.add(word).add(word.toLowerCase());
  }

  has(name: string): boolean {
    if (/^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name)) return this.words.has(name);
    return spellings(name).some((spelling) => this.text.includes(spelling));
  }
}

/** As it stands between double quotes, and between those within a literal. */
function spellings(name: string): readonly string[] {
  const quoted = name.replaceAll('"', '""');
  return [name, quoted, name.replaceAll("'", "''"), quoted.replaceAll("'", "''")];
}
