import { formatRename } from "../compare/renames/syntax.js";
import type { Rename } from "../compare/renames/renames.js";

/**
 * A rename as an option to paste into a shell.
 *
 * @example renameOption(rename) // --rename column:vehicles.vin=vin_code
 */
export function renameOption(rename: Rename): string {
  const text = formatRename(rename);
  const isPlain = /^[\p{L}\p{N}_:.=-]+$/u.test(text);
  return `--rename ${isPlain ? text : `'${text.replaceAll("'", `'\\''`)}'`}`;
}
