/**
 * Breaks a text between words, so that no line is wider than the terminal; a word that is wider by
 * itself stays whole, and so does what stands between backticks, which is there to be copied.
 *
 * @param width In characters.
 * @example wrap("one two three", 8) // ["one two", "three"]
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of wordsOf(text)) {
    const longer: string = line === undefined ? word : `${line} ${word}`;
    if (line === undefined || [...longer].length <= width) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line ?? ""];
}

function wordsOf(text: string): readonly string[] {
  return text.split(/ (?=(?:[^`]*`[^`]*`)*[^`]*$)/);
}
