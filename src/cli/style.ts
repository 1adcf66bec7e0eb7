import { styleText } from "node:util";
import type { OutputStream } from "./terminal.js";

const names = ["bold", "dim", "red", "green", "yellow", "blue", "magenta", "cyan"] as const;

export type Style = Readonly<Record<(typeof names)[number], (text: string) => string>>;

/** Only on a terminal. `styleText` knows `NO_COLOR` of this process only, and no `--no-color`. */
export function styleFor(stream: OutputStream, env: NodeJS.ProcessEnv, color = true): Style {
  const { NO_COLOR: noColor, TERM: term } = env;
  const isColored = stream.isTTY === true && color && !noColor && term !== "dumb";
  const paint = (name: (typeof names)[number]) => (text: string) =>
    isColored && text !== "" ? styleText(name, text, { validateStream: false }) : text;
  return Object.fromEntries(names.map((name) => [name, paint(name)])) as Style;
}

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
