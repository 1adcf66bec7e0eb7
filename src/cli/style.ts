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
