import { randomBytes } from "node:crypto";
import { defined } from "../defined.js";
import { usageError } from "../errors.js";

/** The parts of `[label@][symbol][±N]`. At least one of `symbol` and `offset` is present. */
export interface Identifier {
  readonly text: string;
  readonly label?: string;
  readonly symbol?: string;
  /** Steps up (positive) or down from the symbol, or without one from the database's state. */
  readonly offset?: number;
}

/**
 * Parses an identifier, without checking whether it names anything.
 *
 * @example parseIdentifier("lib@head-1") // { label: "lib", symbol: "head", offset: -1 }
 */
export function parseIdentifier(text: string): Identifier {
  const [relative, name, start, offset] = /^(?:([^@]+)@)?([^@+\-:\s]+)?([+-]\d+)$/.exec(text) ?? [];
  if (relative !== undefined)
    return defined({ text, label: name, symbol: start, offset: Number(offset) });
  const at = text.indexOf("@");
  const label = at < 0 ? undefined : text.slice(0, at);
  const symbol = text.slice(at + 1);
  if (symbol !== "" && label !== "") return defined({ text, label, symbol });
  const side = label === "" ? "before" : "after";
  throw usageError(
    "revision_identifier",
    text === ""
      ? "A revision identifier is empty."
      : `'${text}' is not a revision identifier: there is nothing ${side} the '@'.`,
    "Name a revision, a branch label, `head`, `heads` or `base`.",
  );
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

/** For commands that know only the graph: `stamp`, `show`, `revision --head`. */
export function parseAbsolute(text: string): Identifier {
  const identifier = parseIdentifier(text);
  if (identifier.offset === undefined) return identifier;
  throw usageError(
    "relative_revision",
    `No such revision or branch '${text}': a relative identifier is not allowed here.`,
    "Name the revision itself; `gen history` lists them.",
  );
}

/** The length of the version table's column, `varchar(32)` as in Alembic. */
export const MAX_REVISION_LENGTH = 32;

/**
 * A new identifier: 12 hexadecimal digits, 48 random bits.
 *
 * @example newRevisionId() // "3f2a9c81b0de"
 */
export function newRevisionId(): string {
  return randomBytes(6).toString("hex");
}

/** Words with another meaning wherever an identifier can be. */
const reserved: ReadonlySet<string> = new Set(["head", "heads", "base", "current"]);

const kinds = {
  revision_id: {
    kind: "revision identifier",
    illegal: /[@\-+:\s]/g,
    example: "`3f2a9c81b0de` or `0001_users`",
  },
  branch_label: { kind: "branch label", illegal: /[@:\s]/g, example: "`billing`" },
};

/**
 * Refuses a name that looks like another part of an identifier: `lib@head`, `lib+1`.
 *
 * @param where the file or option that the name comes from
 */
export function checkName(code: keyof typeof kinds, name: string, where: string): void {
  const { kind, illegal, example } = kinds[code];
  const refuse = (problem: string): never => {
    const hint = `Use letters, digits, underscores and full stops, such as ${example}.`;
    throw usageError(code, `${problem} (${where})`, hint);
  };
  if (name === "") refuse(`A ${kind} is empty`);
  if (reserved.has(name)) refuse(`'${name}' cannot be a ${kind}: it is a reserved word`);
  const symbol = name.replace(/[+-]\d+$/, "");
  if (code === "branch_label" && symbol !== name)
    refuse(`'${name}' cannot be a branch label: it would mean steps from '${symbol}'`);
  const found = [...new Set(name.match(illegal))].sort();
  const list = found.map((character) => JSON.stringify(character).slice(1, -1)).join(", ");
  if (found.length > 0) refuse(`Character(s) '${list}' not allowed in ${kind} '${name}'`);
}

/** Refuses the identifier of a new file likewise. It must also fit the version table. */
export function checkNewRevisionId(revision: string): void {
  checkName("revision_id", revision, "--rev-id");
  if (revision.length > MAX_REVISION_LENGTH) {
    const message = `The revision identifier '${revision}' has ${revision.length} characters; the version table holds ${MAX_REVISION_LENGTH}.`;
    throw usageError("revision_id", message, "Choose a shorter --rev-id.");
  }
  if (!/^[\p{L}\p{N}_.]+$/u.test(revision)) {
    const message = `The revision identifier '${revision}' cannot be part of a file name.`;
    throw usageError("revision_id", message, "Use letters, digits, underscores and full stops.");
  }
}
