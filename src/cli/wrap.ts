/** Breaks between words; a wider word stays whole, and so does what backticks enclose. */
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
