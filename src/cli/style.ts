import { styleText } from "node:util";
import type { OutputStream } from "./terminal.js";

const names = ["bold", "dim", "red", "green", "yellow", "blue", "magenta", "cyan"] as const;

export type Style = Readonly<Record<(typeof names)[number], (text: string) => string>>;

/**
 * The colours of one stream: only on a terminal, and not with `NO_COLOR` (any value that is not
 * empty, see no-color.org), `TERM=dumb` or `--no-color`. `styleText` respects `NO_COLOR` too, but only
 * that of this process, where we look at the terminal's; and `--no-color` it does not know.
 */
export function styleFor(stream: OutputStream, env: NodeJS.ProcessEnv, color = true): Style {
  const { NO_COLOR: noColor, TERM: term } = env;
  const isColored = stream.isTTY === true && color && !noColor && term !== "dumb";
  const paint = (name: (typeof names)[number]) => (text: string) =>
    isColored && text !== "" ? styleText(name, text, { validateStream: false }) : text;
  return Object.fromEntries(names.map((name) => [name, paint(name)])) as Style;
}
