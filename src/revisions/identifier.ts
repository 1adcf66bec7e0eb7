import { defined } from "../defined.js";
import { type GenError, usageError } from "../errors.js";

/** `[label@][symbol][±N]`, taken apart. At least one of `symbol` and `offset` is there. */
export interface Identifier {
  readonly text: string;
  readonly label?: string;
  readonly symbol?: string;
  /** Steps up (positive) or down from the symbol, or from the database's state without one. */
  readonly offset?: number;
}

const relative = /^(?:(?<label>[^@]+)@)?(?<symbol>[^@+\-:\s]+)?(?<offset>[+-]\d+)$/;

/**
 * Takes an identifier apart, without asking whether it names anything.
 *
 * @example parseIdentifier("lib@head-1") // { label: "lib", symbol: "head", offset: -1 }
 */
export function parseIdentifier(text: string): Identifier {
  const groups = relative.exec(text)?.groups;
  if (groups !== undefined) {
    const { label, symbol, offset } = groups;
    return defined({ text, label, symbol, offset: Number(offset) });
  }
  const at = text.indexOf("@");
  const label = at < 0 ? undefined : text.slice(0, at);
  const symbol = text.slice(at + 1);
  if (symbol === "" || label === "") throw emptyIdentifier(text);
  return defined({ text, label, symbol });
}

/** The target of a run, which knows from the database where it starts. */
export function parseTarget(text: string): Identifier {
  if (!text.includes(":")) return parseIdentifier(text);
  throw usageError(
    "revision_range",
    `Range revision not allowed: '${text}'. A range works only with --sql.`,
    "Add --sql to print the script of that range, or give one revision: the run starts at the database's revision.",
  );
}

/** For the places where only the graph can be meant: `stamp`, `show`, `revision --head`. */
export function parseAbsolute(text: string): Identifier & { readonly symbol: string } {
  const identifier = parseIdentifier(text);
  const { symbol, offset } = identifier;
  if (offset === undefined && symbol !== undefined) return { ...identifier, symbol };
  throw usageError(
    "relative_revision",
    `No such revision or branch '${text}': a relative identifier is not allowed here.`,
    "Name the revision itself; `gen history` lists them.",
  );
}

function emptyIdentifier(text: string): GenError {
  return usageError(
    "revision_identifier",
    text === ""
      ? "A revision identifier is empty."
      : `'${text}' is not a revision identifier: there is nothing ${text.startsWith("@") ? "before" : "after"} the '@'.`,
    "Name a revision, a branch label, `head`, `heads` or `base`.",
  );
}
