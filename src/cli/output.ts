import type { ErrorReport } from "./errors.js";
import { hidePasswords, hidePasswordsIn } from "./secrets.js";
import { styleFor, type Style } from "./style.js";
import type { OutputStream, Terminal } from "./terminal.js";
import { wrap } from "./wrap.js";

export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color?: boolean;
}

/** The result of a command in both of its forms; only the one that is wanted is made. */
export interface Result {
  readonly text: (style: Style) => string | readonly string[];
  readonly json: () => unknown;
  /** A script is printed as its author wrote it: one word changed, and it does something else. */
  readonly verbatim?: boolean;
}

const eraseLine = "\r\u001b[K";

/**
 * Where a command speaks: its result goes to stdout, once, and everything else to stderr.
 * No password leaves through it.
 */
export class Output {
  readonly style: Style;
  private readonly out: OutputStream;
  private readonly err: OutputStream;
  private readonly resultStyle: Style;
  private progressShown = false;

  constructor(
    terminal: Pick<Terminal, "stdout" | "stderr" | "env">,
    private readonly options: OutputOptions,
  ) {
    this.out = terminal.stdout;
    this.err = terminal.stderr;
    const colors = {
      env: terminal.env,
      ...(options.color === undefined ? {} : { color: options.color }),
    };
    this.style = styleFor(this.err, colors);
    this.resultStyle = styleFor(this.out, colors);
  }

  /** Prints what the command was asked for. An empty text prints nothing at all. */
  result(result: Result): void {
    this.endProgress();
    const { verbatim = false } = result;
    if (this.options.json) return this.writeJson(result.json(), verbatim);
    const text = [result.text(this.resultStyle)].flat().join("\n");
    if (text !== "") this.out.write(`${verbatim ? text : hidePasswords(text)}\n`);
  }

  /** A line about what happens; not with `--quiet`. */
  note(text: string): void {
    if (!this.options.quiet) this.line(text);
  }

  /** A line that `--quiet` does not silence either. */
  warn(text: string): void {
    this.line(`${this.style.yellow("warning:")} ${text}`);
  }

  /** A line only for `--verbose`. */
  detail(text: string): void {
    if (this.options.verbose) this.line(this.style.dim(text));
  }

  /**
   * Says what is being worked on: on a terminal a line that the next one overwrites, elsewhere
   * nothing, for a log has no use of it.
   */
  progress(text: string): void {
    if (this.options.quiet || this.err.isTTY !== true) return;
    // A terminal of unknown width says 0.
    const width = (this.err.columns || 80) - 1;
    const line = hidePasswords(text);
    const shown = line.length > width ? `${line.slice(0, width - 1)}…` : line;
    this.err.write(eraseLine + this.style.dim(shown));
    this.progressShown = true;
  }

  /** Something of many begins: on a terminal the line is provisional until {@link complete}. */
  begin(text: string, position: string): void {
    if (this.err.isTTY === true) this.progress(position === "" ? text : `${text} (${position})`);
    else this.note(text);
  }

  /** What {@link begin} began is done. */
  complete(text: string, duration: string): void {
    if (this.err.isTTY === true) this.note(`${text} ${this.style.dim(`(${duration})`)}`);
  }

  /** Takes the progress line away. */
  endProgress(): void {
    if (this.progressShown) this.err.write(eraseLine);
    this.progressShown = false;
  }

  /** Prints an error: for a reader on stderr, with `--json` as the one document on stdout. */
  error(report: ErrorReport): void {
    this.endProgress();
    const { code, message, hint } = report;
    if (this.options.json) {
      this.writeJson({ error: { code, message, hint: hint ?? null } });
    } else {
      this.line(`${this.style.bold(this.style.red("error:"))} ${indentRest(message)}`);
      if (hint) this.hint(hint);
    }
    if (this.options.verbose && report.stack) this.line(this.style.dim(report.stack));
  }

  /** Broken at words on a terminal; elsewhere a line stays a line, for whoever searches a log. */
  private hint(hint: string): void {
    const label = "hint:";
    const text = `${label} ${hint}`;
    const width = (this.err.columns || 80) - 2;
    // Lines that are set in are commands.
    const wrapped = (line: string): string =>
      line.startsWith(" ") ? line : wrap(line, width).join("\n");
    const shown = this.err.isTTY === true ? text.split("\n").map(wrapped).join("\n") : text;
    this.line(this.style.cyan(label) + indentRest(shown.slice(label.length)));
  }

  private line(text: string): void {
    this.endProgress();
    this.err.write(`${hidePasswords(text)}\n`);
  }

  private writeJson(value: unknown, verbatim = false): void {
    this.out.write(`${JSON.stringify(verbatim ? value : hidePasswordsIn(value), null, 2)}\n`);
  }
}

/** The lines after the first, set in. */
function indentRest(text: string): string {
  return text.replaceAll("\n", "\n  ");
}
