import { basename } from "node:path";
import { type GenError, integrityError, usageError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import type { Revision } from "./revision.js";
import { parseAbsolute } from "./identifier.js";
import { inLineage, sharesLineage } from "./walk.js";

/**
 * The revisions that an identifier names: `[]` is the base, `heads` may be several.
 *
 * @example resolveRevisions(graph, "lib@head")
 */
export function resolveRevisions(graph: RevisionGraph, text: string): readonly Revision[] {
  const { label, symbol } = parseAbsolute(text);
  return resolveSymbol(graph, symbol, label);
}

/** As {@link resolveRevisions}, where at most one revision can be meant; `undefined` is the base. */
export function resolveRevision(graph: RevisionGraph, text: string): Revision | undefined {
  const { label, symbol } = parseAbsolute(text);
  return resolveSingle(graph, symbol, label);
}

export function resolveSingle(
  graph: RevisionGraph,
  symbol: string,
  label?: string,
): Revision | undefined {
  const found = resolveSymbol(graph, symbol, label);
  if (found.length > 1) throw multipleHeads(found, label ? `${label}@${symbol}` : symbol);
  return found[0];
}

export function resolveSymbol(
  graph: RevisionGraph,
  symbol: string,
  label?: string,
): readonly Revision[] {
  const branch = label === undefined ? undefined : resolveBranch(graph, label);
  switch (symbol) {
    case "base":
      return [];
    case "head":
    case "heads": {
      const found =
        branch !== undefined
          ? inLineage(graph.heads(), branch)
          : symbol === "heads"
            ? graph.realHeads()
            : graph.heads();
      if (symbol === "head" && found.length > 1) {
        throw multipleHeads(found, label ? `${label}@head` : "head");
      }
      return found;
    }
    default:
      return [resolveName(graph, symbol, branch, label)];
  }
}

/** The revision that a branch label, an identifier or a prefix names. */
export function resolveBranch(graph: RevisionGraph, label: string): Revision {
  return resolveName(graph, label);
}

function resolveName(
  graph: RevisionGraph,
  name: string,
  branch?: Revision,
  label?: string,
): Revision {
  const found = graph.named(name) ?? resolvePrefix(graph, name, branch);
  if (branch !== undefined && !sharesLineage(found, branch)) {
    throw usageError(
      "not_in_branch",
      `Revision ${found.revision} is not a member of branch '${label ?? branch.revision}'.`,
      `Omit the branch (\`${found.revision}\`), or see \`gen history -v\` for the revisions of '${label ?? branch.revision}'.`,
    );
  }
  return found;
}

/** Only names longer than three characters can be abbreviated. */
function resolvePrefix(graph: RevisionGraph, prefix: string, branch?: Revision): Revision {
  const names = graph.names().filter((name) => name.length > 3 && name.startsWith(prefix));
  const found = new Map<Revision, string>();
  for (const name of names) {
    const revision = graph.named(name);
    if (revision === undefined || found.has(revision)) continue;
    if (branch === undefined || sharesLineage(revision, branch)) found.set(revision, name);
  }
  const [first, ...others] = found;
  if (first === undefined) throw unknownRevision(graph, prefix);
  if (others.length > 0) throw ambiguousPrefix(prefix, [...found.values()]);
  return first[0];
}

function ambiguousPrefix(prefix: string, names: readonly string[]): GenError {
  const shown = names.slice(0, 5).map((name) => `'${name}'`);
  const more = names.length > 5 ? `, and ${names.length - 5} more` : "";
  return usageError(
    "ambiguous_revision",
    `Multiple revisions start with '${prefix}': ${shown.join(", ")}${more}.`,
    "Write more characters of the one that you mean.",
  );
}

function unknownRevision(graph: RevisionGraph, name: string): GenError {
  const folded = name.toLowerCase();
  const similar = graph.names().find((known) => known.toLowerCase().startsWith(folded));
  const hint =
    similar !== undefined
      ? `${similar.startsWith(name) ? "Names of up to three characters must be written in full" : "Identifiers are case-sensitive"}: did you mean '${similar}'?`
      : name === "current"
        ? "`current` works only in `gen show`, `gen edit` and the ranges of `gen history`."
        : name.length < 4
          ? "`gen history` lists the revisions; please give at least four characters of a longer identifier."
          : "`gen history` lists the revisions. Has the file been committed, and is this the right checkout?";
  return usageError("unknown_revision", `No such revision or branch '${name}'.`, hint);
}

function multipleHeads(heads: readonly Revision[], text: string): GenError {
  const [first] = heads;
  const labelled = heads.flatMap((head) => head.labels.slice(0, 1))[0];
  const one = labelled === undefined ? `${first?.revision}` : `${labelled}@head`;
  return integrityError(
    "multiple_heads",
    [
      `Multiple head revisions are present for given argument '${text}':`,
      ...heads.map((head) => `  ${describeInFull(head)}`),
    ].join("\n"),
    `Join them with \`gen merge heads -m "…"\`. If one is not shared yet, move it behind the other with \`gen rebase REV --onto REV\`. Or name one of them, such as \`${one}\`, or \`heads\` for all if the command takes several.`,
  );
}

/** `3f2a9c81b0de (lib)  Add manufacturer  (Ada, 2026-11-22 15:43, 3f2a9c81b0de_add.ts)`. */
function describeInFull(one: Revision): string {
  const { revision, labels, message, author, createDate, path } = one;
  const date = createDate?.replace(/^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d).*$/, "$1 $2");
  const label = labels.length === 0 ? "" : ` (${labels.join(", ")})`;
  const origin = [author, date, basename(path)].filter((part) => part !== undefined).join(", ");
  return [`${revision}${label}`, message, `(${origin})`].filter((part) => part !== "").join("  ");
}
