/** Questions about renames, as people read and answer them. */
import { createInterface } from "node:readline/promises";
import { listed } from "../autogenerate/listed.js";
import type {
  RenameAnswer,
  RenameCandidate,
  RenameQuestion,
} from "../compare/renames/questions.js";
import { formatRename, type Renamable, type Rename } from "../compare/renames/rename.js";
import { displayName } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";
import type { CommandContext } from "./context.js";
import { type Style, wrap } from "./style.js";

/** @example renameOption(rename) // --rename column:vehicles.vin=vin_code */
export function renameOption(rename: Rename): string {
  const text = formatRename(rename);
  const isPlain = /^[\p{L}\p{N}_:.=-]+$/u.test(text);
  return `--rename ${isPlain ? text : `'${text.replaceAll("'", `'\\''`)}'`}`;
}

export function dropText({ object, to }: Rename): string {
  const { kind, name } = object;
  const what =
    "enum" in object
      ? `value ${name} of enum ${object.enum.name}`
      : `${kind} ${"table" in object ? `${object.table.name}.` : ""}${name}`;
  return `${what} is dropped and ${to} is created`;
}

const PAGE = 10;

/**
 * The question with its possible answers, or the next ones of them.
 *
 * @example
 * // Is column "family_name" of table public.people new, or was it renamed?
 * //   1  renamed from first_name
 * //   2  renamed from last_name
 * //   n  new: first_name (12,304 values) and last_name (no values) are dropped
 */
export function questionLines(
  question: RenameQuestion,
  { style, width, shown }: { style: Style; width: number; shown: number },
): readonly string[] {
  const { candidates } = question;
  const more = candidates.length - shown - PAGE;
  const title = `Is ${subject(question.added)} new, or was it renamed?`;
  const none = "new, and so is everything that gen would ask about next";
  const item = (key: string, text: string, paint = (line: string): string => line) =>
    wrap(text, width - 7).map(
      (line, index) => `${style.cyan((index === 0 ? key : "").padStart(5))}  ${paint(line)}`,
    );
  return [
    ...(shown === 0 ? wrap(title, width).map(style.bold) : []),
    ...candidates
      .slice(shown, shown + PAGE)
      .flatMap((candidate, index) =>
        item(`${shown + index + 1}`, renamedFrom(question, candidate)),
      ),
    ...(more > 0 ? item("m", `more: ${count(more, "other")}`) : []),
    ...item("n", asNew(question), style.red),
    ...(shown === 0 && question.othersAdded > 0 ? item("none", none, style.red) : []),
  ];
}

/** What Enter answers is in brackets: a rename that is sure, or nothing. */
export function promptText({ candidates }: RenameQuestion): string {
  return `Number, old name, or n${candidates[0]?.isSure === true ? " [1]" : ""}: `;
}

type Typed =
  | { readonly kind: "rename"; readonly rename: Rename }
  | { readonly kind: "new" | "none" | "more" }
  | { readonly kind: "unclear"; readonly why: string };

const commands = { n: "new", new: "new", none: "none", m: "more", more: "more" } as const;

/** Reads an answer; Enter alone is a rename that is sure, and never “new”. */
export function readTyped(text: string, { candidates }: RenameQuestion, shown: number): Typed {
  const typed = text.trim();
  const word = typed.toLowerCase();
  const command = Object.hasOwn(commands, word)
    ? commands[word as keyof typeof commands]
    : undefined;
  const hasMore = candidates.length > shown;
  if (command !== undefined && (command !== "more" || hasMore)) return { kind: command };
  const chosen =
    typed === "" ? candidates.find(({ isSure }) => isSure) : meant(typed, candidates, shown);
  if (command === undefined && chosen !== undefined)
    return { kind: "rename", rename: chosen.rename };
  const what =
    typed === "" ? "Enter has no default answer here" : `"${visible(typed)}" is not an answer`;
  const ways = `a number from the list, an old name, ${hasMore ? "m for more, " : ""}or n for new`;
  return { kind: "unclear", why: `${what}: type ${ways}.` };
}

function meant(
  typed: string,
  candidates: readonly RenameCandidate[],
  shown: number,
): RenameCandidate | undefined {
  const number = /^\d{1,4}$/.test(typed) ? Number(typed) : Infinity;
  const numbered = number <= shown ? candidates[number - 1] : undefined;
  if (numbered !== undefined) return numbered;
  const names = new Set([typed, /^"(.*)"$/.exec(typed)?.[1]?.replaceAll('""', '"')]);
  const called = candidates.filter(
    ({ rename: { object } }) =>
      names.has(object.name) || ("schema" in object && names.has(displayName(object))),
  );
  return called.length === 1 ? called[0] : undefined;
}

function renamedFrom({ added }: RenameQuestion, { rename, typeChange }: RenameCandidate): string {
  const renamed = `renamed from ${nameBeside(added, rename.object)}`;
  if (typeChange === undefined) return renamed;
  const { from, to } = typeChange;
  return `${renamed}, and its type changes from ${visible(from)} to ${visible(to)}`;
}

/** How many are named after the answer “new”. */
const MOST_NAMED = 3;

/** What “new” means for all that goes; of many, those that hold most are named. */
function asNew({ added, candidates, othersAdded }: RenameQuestion): string {
  const fullest = candidates.toSorted((a, b) => (b.held?.count ?? 0) - (a.held?.count ?? 0));
  const named = (candidates.length > MOST_NAMED ? fullest : candidates)
    .slice(0, MOST_NAMED)
    .map((candidate) => `${nameBeside(added, candidate.rename.object)}${holding(candidate)}`);
  const rest = candidates.length - named.length;
  const names = listed(rest > 0 ? [...named, `${rest} more`] : named);
  const isOne = candidates.length === 1;
  const verb = `${isOne ? "is" : "are"} ${added.kind === "enumValue" ? "removed" : "dropped"}`;
  const isUncounted = candidates.some(({ held }) => held === undefined);
  const contents = added.kind === "table" ? "rows" : "values";
  const hasContents = added.kind === "table" || added.kind === "column";
  const withWhat = hasContents && isUncounted ? ` with ${isOne ? "its" : "their"} ${contents}` : "";
  const unless = othersAdded > 0 ? `, unless a later answer renames ${isOne ? "it" : "them"}` : "";
  return `new: ${names} ${verb}${withWhat}${unless}`;
}

function holding({ held, rename: { object } }: RenameCandidate): string {
  if (held === undefined) return "";
  const noun = object.kind === "table" || !held.isExact ? "row" : "value";
  return ` (${held.isExact ? "" : "about "}${count(held.count, noun)})`;
}

function count(number: number, noun: string): string {
  const plural = number === 1 ? noun : `${noun}s`;
  return number === 0 ? `no ${plural}` : `${number.toLocaleString("en-US")} ${plural}`;
}

function subject(added: Renamable): string {
  const name = `"${visible(added.name)}"`;
  if ("table" in added) return `${added.kind} ${name} of table ${qualified(added.table)}`;
  if ("enum" in added) return `value ${name} of enum ${qualified(added.enum)}`;
  return `${added.kind} ${"schema" in added ? qualified(added) : name}`;
}

/** A name of before; its schema is said where that is another than of what comes. */
function nameBeside(added: Renamable, object: Renamable): string {
  return "schema" in object && "schema" in added && added.schema !== object.schema
    ? qualified(object)
    : inWords(object.name);
}

function qualified({ schema, name }: QualifiedName): string {
  return `${inWords(schema)}.${inWords(name)}`;
}

/** A name, marked so that it cannot be read as a part of the sentence. */
function inWords(name: string): string {
  return /^[\p{L}\p{N}_$-]+$/u.test(name) ? name : `"${visible(name)}"`;
}

/** Without what a terminal would obey. */
function visible(name: string): string {
  return name.replaceAll(
    /\p{Cc}/gu,
    (character) => `\\u${character.codePointAt(0)?.toString(16).padStart(4, "0")}`,
  );
}

export function renameAsker(
  context: CommandContext,
): (question: RenameQuestion) => Promise<RenameAnswer> {
  const { output, terminal } = context;
  const prompt = createPrompt(context);
  const write = (linesFor: (width: number) => readonly string[]): void => {
    output.endProgress();
    // A terminal of unknown width says 0.
    terminal.stderr.write(`${linesFor(terminal.stderr.columns || 80).join("\n")}\n`);
  };
  let isRestNew = false;
  return async (question) => {
    if (isRestNew) return "new";
    const { style } = output;
    const show = (shown: number): void =>
      write((width) => questionLines(question, { style, width, shown }));
    show(0);
    for (let shown = PAGE; ;) {
      const typed = readTyped(await prompt(promptText(question)), question, shown);
      if (typed.kind === "rename") return typed.rename;
      isRestNew = typed.kind === "none";
      if (typed.kind === "none" || typed.kind === "new") return "new";
      if (typed.kind === "unclear") write((width) => wrap(typed.why, width));
      else {
        show(shown);
        shown += PAGE;
      }
    }
  };
}

/** Lines that are pasted together answer what follows. Ctrl-C and Ctrl-D interrupt the command. */
function createPrompt({ terminal, output, signal }: CommandContext) {
  const { stdin, stderr } = terminal;
  const ahead: string[] = [];
  const interrupt = (): void => {
    stderr.write("\n");
    // The handler that a command has for it aborts the signal, and knows the exit status.
    process.emit("SIGINT", "SIGINT");
  };
  return async (question: string): Promise<string> => {
    output.endProgress();
    const typed = ahead.shift();
    if (typed !== undefined) {
      stderr.write(`${question}${typed}\n`);
      return typed;
    }
    const lines = createInterface({ input: stdin, output: stderr, historySize: 0 });
    // The first line is the answer, and no event. Ctrl-D closes.
    lines.on("line", (line) => ahead.push(line));
    lines.once("SIGINT", interrupt).once("close", interrupt);
    try {
      return await lines.question(question, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      lines.off("close", interrupt).close();
    }
  };
}
