import type { OutputStream } from "./terminal.js";

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;

/** Gives text a colour, or leaves it as it is where colours are not wanted. */
export type Style = Readonly<Record<keyof typeof codes, (text: string) => string>>;

/**
 * The colours of one stream: only on a terminal, and not with `NO_COLOR` (any value that is not
 * empty, see no-color.org), `TERM=dumb` or `--no-color`.
 */
export function styleFor(
  stream: OutputStream,
  options: { readonly env: NodeJS.ProcessEnv; readonly color?: boolean },
): Style {
  const { NO_COLOR: noColor = "", TERM: term } = options.env;
  const wanted = stream.isTTY === true && options.color !== false && !noColor && term !== "dumb";
  const paint = (name: keyof typeof codes) => (text: string) => {
    const [on, off] = codes[name];
    return wanted && text !== "" ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  };
  return {
    bold: paint("bold"),
    dim: paint("dim"),
    red: paint("red"),
    green: paint("green"),
    yellow: paint("yellow"),
    blue: paint("blue"),
    magenta: paint("magenta"),
    cyan: paint("cyan"),
  };
}
