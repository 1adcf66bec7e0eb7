/** What commands print, and where. */
import type { ExitStatus, GenError } from "../errors.js";
import { type ErrorReport, reportError } from "./errors.js";
import type { GlobalOptions } from "./options.js";
import { type Style, styleFor, wrap } from "./style.js";
import type { Terminal } from "./terminal.js";

export interface Result {
  /** Only made where it is wanted. */
  readonly text: (style: Style) => string | readonly string[];
  readonly json: unknown;
  /** Why the command fails although it has a result. */
  readonly failure?: GenError | undefined;
}

const eraseLine = "\r\u001b[K";

/** A command's result on stdout, once, and all else on stderr. Passwords are hidden. */
export class Output {
  readonly style: Style;
  #isProgressShown = false;

  constructor(
    private readonly terminal: Pick<Terminal, "stdout" | "stderr" | "env">,
    private readonly options: Pick<GlobalOptions, "json" | "quiet" | "verbose" | "color">,
  ) {
    this.style = styleFor(terminal.stderr, terminal.env, options.color);
  }

  /** Prints the result, and then why the command fails all the same. @returns its status */
  result({ text, json, failure }: Result): ExitStatus | undefined {
    const { stdout, env } = this.terminal;
    if (this.options.json) {
      const error = failure && { ...(json as object), error: errorJson(failure) };
      this.#json(hidePasswordsIn(error ?? json));
      return failure?.status;
    }
    const lines = [text(styleFor(stdout, env, this.options.color))].flat().join("\n");
    this.endProgress();
    if (lines !== "") stdout.write(`${hidePasswords(lines)}\n`);
    if (failure !== undefined) this.error(reportError(failure));
    return failure?.status;
  }

  /** Prints a script as its author wrote it: one word changed, and it does something else. */
  script(script: string, json: unknown): void {
    this.endProgress();
    const text = script.trimEnd();
    if (this.options.json) this.#json(json);
    else if (text !== "") this.terminal.stdout.write(`${text}\n`);
  }

  note(text: string): void {
    if (!this.options.quiet) this.#line(text);
  }

  warn(text: string): void {
    this.#line(`${this.style.yellow("warning:")} ${text}`);
  }

  detail(text: string): void {
    if (this.options.verbose) this.#line(this.style.dim(text));
  }

  /** On a terminal only: a line that the next one overwrites. */
  progress(text: string): void {
    if (this.options.quiet || !this.#isTerminal) return;
    const width = this.#width - 1;
    const line = hidePasswords(text);
    const shown = line.length > width ? `${line.slice(0, width - 1)}…` : line;
    this.terminal.stderr.write(eraseLine + this.style.dim(shown));
    this.#isProgressShown = true;
  }

  /** A step begins: on a terminal its line is overwritten by {@link complete}. */
  begin(text: string, position: string): void {
    if (this.#isTerminal) this.progress(position === "" ? text : `${text} (${position})`);
    else this.note(text);
  }

  complete(text: string, duration: string): void {
    if (this.#isTerminal) this.note(`${text} ${this.style.dim(`(${duration})`)}`);
  }

  endProgress(): void {
    if (this.#isProgressShown) this.terminal.stderr.write(eraseLine);
    this.#isProgressShown = false;
  }

  /** Prints an error: for a reader on stderr, with `--json` as the one document on stdout. */
  error(report: ErrorReport): void {
    this.endProgress();
    const { message, hint, stack } = report;
    if (this.options.json) this.#json(hidePasswordsIn({ error: errorJson(report) }));
    else {
      this.#line(`${this.style.bold(this.style.red("error:"))} ${indentRest(message)}`);
      if (hint) this.#hint(hint);
    }
    if (this.options.verbose && stack) this.#line(this.style.dim(stack));
  }

  /** Wrapped on a terminal; elsewhere each line stays whole, so that logs can be searched. */
  #hint(hint: string): void {
    const label = "hint:";
    // Indented lines are commands.
    const lines = `${label} ${hint}`
      .split("\n")
      .flatMap((line) =>
        this.#isTerminal && !line.startsWith(" ") ? wrap(line, this.#width - 2) : line,
      );
    this.#line(this.style.cyan(label) + indentRest(lines.join("\n").slice(label.length)));
  }

  get #isTerminal(): boolean {
    return this.terminal.stderr.isTTY === true;
  }

  /** A terminal of unknown width says 0. */
  get #width(): number {
    return this.terminal.stderr.columns || 80;
  }

  #line(text: string): void {
    this.endProgress();
    this.terminal.stderr.write(`${hidePasswords(text)}\n`);
  }

  #json(value: unknown): void {
    this.endProgress();
    this.terminal.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  }
}

function errorJson(error: Pick<ErrorReport, "code" | "message" | "hint">): object {
  const { code, message, hint = null } = error;
  return { code, message, hint };
}

function indentRest(text: string): string {
  return text.replaceAll("\n", "\n  ");
}

/** Hides what stands between user and host of a URL, to the last `@`, and what follows `password=`. */
export function hidePasswords(text: string): string {
  if (!text.includes("://") && !/password/i.test(text)) return text;
  return text
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*):[^\s"'`]*@/gi, "$1:***@")
    .replace(/([?&\s]password=)('(?:[^'\\]|\\.)*'|[^\s&"'`]+)/gi, "$1***");
}

export function hidePasswordsIn(value: unknown): unknown {
  if (typeof value === "string") return hidePasswords(value);
  if (Array.isArray(value)) return value.map(hidePasswordsIn);
  if (value === null || typeof value !== "object" || "toJSON" in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, hidePasswordsIn(v)]));
}
