import { randomBytes } from "node:crypto";
import { ExitStatus, GenError } from "../errors.js";

/** The version table's column is `varchar(32)`, as Alembic's is. */
export const MAX_REVISION_LENGTH = 32;

/** Words that mean something else wherever an identifier may stand. */
const reserved: ReadonlySet<string> = new Set(["head", "heads", "base", "current"]);

/**
 * A new identifier: 12 hexadecimal digits, 48 random bits.
 *
 * @example newRevisionId() // "3f2a9c81b0de"
 */
export function newRevisionId(): string {
  return randomBytes(6).toString("hex");
}

/**
 * Refuses what could not be told apart from the grammar of identifiers.
 *
 * @param where the file, or the option, that the identifier comes from
 * @throws GenError `revision_id`
 */
export function checkRevisionId(revision: string, where: string): void {
  const problem = problemOf(revision);
  if (problem !== undefined) {
    throw new GenError("revision_id", `${problem} (${where})`, {
      hint: "Use letters, digits, underscores and full stops, such as `3f2a9c81b0de` or `0001_users`.",
      status: ExitStatus.usage,
    });
  }
}

/**
 * The same for an identifier that a new file will carry: it must also fit the version table and
 * a file's name.
 */
export function checkNewRevisionId(revision: string): void {
  checkRevisionId(revision, "--rev-id");
  if (revision.length > MAX_REVISION_LENGTH) {
    throw new GenError(
      "revision_id",
      `The revision identifier '${revision}' has ${revision.length} characters; the version table holds ${MAX_REVISION_LENGTH}.`,
      { hint: "Choose a shorter --rev-id.", status: ExitStatus.usage },
    );
  }
  if (!/^[\p{L}\p{N}_.]+$/u.test(revision)) {
    throw new GenError(
      "revision_id",
      `The revision identifier '${revision}' cannot stand in a file's name.`,
      {
        hint: "Use letters, digits, underscores and full stops.",
        status: ExitStatus.usage,
      },
    );
  }
}

/**
 * Refuses a branch label that could not be told from the rest of an identifier: `lib@head`, `lib+1`.
 *
 * @param where the file, or the option, that the label comes from
 * @throws GenError `branch_label`
 */
export function checkBranchLabel(label: string, where: string): void {
  const problem = labelProblemOf(label);
  if (problem === undefined) return;
  throw new GenError("branch_label", `${problem} (${where})`, {
    hint: "Use letters, digits, underscores and full stops, such as `billing`.",
    status: ExitStatus.usage,
  });
}

function labelProblemOf(label: string): string | undefined {
  if (label === "") return "A branch label is empty";
  if (reserved.has(label)) {
    return `'${label}' cannot be a branch label: it is a word of the identifiers' grammar`;
  }
  if (/[+-]\d+$/.test(label)) {
    return `'${label}' cannot be a branch label: it reads as steps from '${label.replace(/[+-]\d+$/, "")}'`;
  }
  const illegal = [...new Set(label.match(/[@:\s]/g) ?? [])].sort();
  if (illegal.length === 0) return undefined;
  const list = illegal.map((character) => JSON.stringify(character).slice(1, -1)).join(", ");
  return `Character(s) '${list}' not allowed in branch label '${label}'`;
}

function problemOf(revision: string): string | undefined {
  if (revision === "") return "A revision identifier is empty";
  if (reserved.has(revision)) {
    return `'${revision}' cannot be a revision identifier: it is a word of the identifiers' grammar`;
  }
  if (!/[@\-+:\s]/.test(revision)) return undefined;
  const illegal = [...new Set(revision.match(/[@\-+:\s]/g) ?? [])].sort();
  const list = illegal.map((character) => JSON.stringify(character).slice(1, -1)).join(", ");
  return `Character(s) '${list}' not allowed in revision identifier '${revision}'`;
}
