import type { Operation } from "../operations/types.js";
import type { Style } from "./style.js";

/** A line about an operation in the colour of what it does: adds green, drops red, others yellow. */
export function paintOperation({ kind }: Operation, line: string, style: Style): string {
  if (/^(?:drop|disable|revoke)/.test(kind)) return style.red(line);
  return /^(?:create|add|enable|grant|bulkInsert)/.test(kind)
    ? style.green(line)
    : style.yellow(line);
}
