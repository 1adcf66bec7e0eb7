/** How the demo speaks: headings, command lines, files and tables, in order on stdout. */

const { NO_COLOR = "", TERM } = process.env;
const colors = process.stdout.isTTY && NO_COLOR === "" && TERM !== "dumb";

const bold = paint(1, 22);
const dim = paint(2, 22);
const green = paint(32, 39);
const cyan = paint(36, 39);

function paint(on: number, off: number): (text: string) => string {
  return (text) => (colors ? `\u001b[${on}m${text}\u001b[${off}m` : text);
}

/** What comes now, as a sentence. */
export function heading(text: string): void {
  write(`\n${bold(cyan(`── ${text}`))}\n\n`);
}

/** A command as a user would type it; its output follows. */
export function commandLine(words: readonly string[]): void {
  write(`${green("$")} ${bold(words.map(quoted).join(" "))}\n`);
}

/** A statement as a user would give it to the database; its rows follow. */
export function statement(sql: string): void {
  write(`${green("=>")} ${bold(`${sql};`)}\n`);
}

/** Lines as they are. */
export function lines(text: string): void {
  write(`${text.trimEnd()}\n`);
}

/** What was changed in a file: only lines that came, each after a `+`. */
export function additions(file: string, added: readonly string[]): void {
  write(`${dim(`edit ${file}`)}\n`);
  for (const line of added) write(`${green(`+ ${line}`)}\n`);
}

/** The rows of a query under the names of its columns. */
export function table(rows: readonly Readonly<Record<string, unknown>>[]): void {
  const names = Object.keys(rows[0] ?? {});
  const cells = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? "")))];
  const widths = names.map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const [head = "", ...body] = cells.map((row) =>
    ` ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")}`.trimEnd(),
  );
  const rule = widths.map((width) => "-".repeat(width + 2)).join("+");
  write([head, dim(rule), ...body, dim(`(${rows.length} rows)`), ""].join("\n"));
}

function write(text: string): void {
  process.stdout.write(text);
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replaceAll(/["\\$`]/g, "\\$&")}"`;
}
